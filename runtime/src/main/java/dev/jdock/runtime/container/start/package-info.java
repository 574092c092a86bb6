/**
 * From a container at rest to a process that runs: one list of steps, for containers and for RUN.
 */
@NullMarked
package dev.jdock.runtime.container.start;

import org.jspecify.annotations.NullMarked;
