/** The user's terminal: its size, its modes, and the signals typed at it. */
@NullMarked
package dev.jdock.cli.terminal;

import org.jspecify.annotations.NullMarked;
