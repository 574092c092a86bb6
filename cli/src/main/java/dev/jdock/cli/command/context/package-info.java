/** {@code context}: names for engines, of which jdock works with its own alone. */
@NullMarked
package dev.jdock.cli.command.context;

import org.jspecify.annotations.NullMarked;
