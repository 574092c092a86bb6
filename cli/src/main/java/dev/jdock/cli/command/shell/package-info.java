/**
 * What a shell and {@code man} know about the commands: completions and manual pages. Both come
 * from the same tables as parsing and {@code --help}.
 */
@NullMarked
package dev.jdock.cli.command.shell;

import org.jspecify.annotations.NullMarked;
