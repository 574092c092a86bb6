/** Moves containers' output: one thread waits for all of it, slow readers hold up nobody else. */
@NullMarked
package dev.jdock.runtime.io;

import org.jspecify.annotations.NullMarked;
