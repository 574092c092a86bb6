/**
 * The user's terminal: its size, its modes, and the signals typed at it. What a command changes of
 * it is set back when the command ends.
 */
@NullMarked
package dev.jdock.cli.terminal;

import org.jspecify.annotations.NullMarked;
