/**
 * Starting processes in containers: the two throw-away threads of a container's start, and exec.
 */
@NullMarked
package dev.jdock.runtime.launch;

import org.jspecify.annotations.NullMarked;
