/** Pseudo-terminals and terminal sizes. */
@NullMarked
package dev.jdock.linux.tty;

import org.jspecify.annotations.NullMarked;
