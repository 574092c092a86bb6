/**
 * Lists and documents as Docker prints them: rows with a table and a {@code --format}, JSON objects
 * with a template over them.
 */
@NullMarked
package dev.jdock.cli.command.output;

import org.jspecify.annotations.NullMarked;
