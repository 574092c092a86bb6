/**
 * Starting processes in containers: the two throw-away threads of a container's start, and exec.
 * The order of the steps is what matters; docs/container-start.md has the reasons.
 */
@NullMarked
package dev.jdock.runtime.launch;

import org.jspecify.annotations.NullMarked;
