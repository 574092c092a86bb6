/**
 * Moves containers' output: one thread waits for all streams and for the ends of processes, a few
 * read the streams, and each client has a thread of its own for writing. Slow clients do not block
 * others.
 */
@NullMarked
package dev.jdock.runtime.io;

import org.jspecify.annotations.NullMarked;
