/**
 * Lists and documents as Docker prints them: rows with a table and a {@code --format}, JSON objects
 * with a template over them. Commands say what there is to show, this package how it is asked for
 * and laid out.
 */
@NullMarked
package dev.jdock.cli.command.output;

import org.jspecify.annotations.NullMarked;
