/**
 * Processes: posix_spawn(3) without fork, descriptors of processes, resource limits, signals. A
 * process is held by a descriptor, since its number may be another's by the time that it is used.
 */
@NullMarked
package dev.jdock.linux.process;

import org.jspecify.annotations.NullMarked;
