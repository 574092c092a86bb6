/** Processes: posix_spawn(3) without fork, descriptors of processes, resource limits, signals. */
@NullMarked
package dev.jdock.linux.process;

import org.jspecify.annotations.NullMarked;
