/**
 * The user's terminal: its size, its modes, and the signals typed at it. Changes that a command
 * makes to it are undone when the command ends.
 */
@NullMarked
package dev.jdock.cli.terminal;

import org.jspecify.annotations.NullMarked;
