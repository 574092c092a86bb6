/**
 * Moves containers' output: one thread waits for all of it, slow readers hold up nobody else. The
 * same thread hears of the ends of processes.
 */
@NullMarked
package dev.jdock.runtime.io;

import org.jspecify.annotations.NullMarked;
