/**
 * Terminals (termios(3), pty(7)): new pseudo-terminals, sizes, and modes for a time. Closing a mode
 * sets back what was there before.
 */
@NullMarked
package dev.jdock.linux.tty;

import org.jspecify.annotations.NullMarked;
