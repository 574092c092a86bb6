/**
 * Moves containers' output: one thread waits for all of it and hears of the ends of processes, a
 * few read it, and each client is written to by a thread of its own. Slow readers hold up nobody
 * else.
 */
@NullMarked
package dev.jdock.runtime.io;

import org.jspecify.annotations.NullMarked;
