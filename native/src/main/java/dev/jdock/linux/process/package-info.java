/**
 * Processes: posix_spawn(3) without fork, descriptors of processes, resource limits, signals. A
 * process is referred to by a descriptor, since the kernel may reuse its pid.
 */
@NullMarked
package dev.jdock.linux.process;

import org.jspecify.annotations.NullMarked;
