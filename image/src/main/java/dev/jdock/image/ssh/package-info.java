/**
 * Agents that sign for a build's steps: a user's own, or keys out of files. The protocol is that of
 * draft-ietf-sshm-ssh-agent.
 */
@NullMarked
package dev.jdock.image.ssh;

import org.jspecify.annotations.NullMarked;
