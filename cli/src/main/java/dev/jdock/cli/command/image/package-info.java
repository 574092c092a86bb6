/**
 * Commands about images: looking at them, naming them, removing them, making them from archives.
 * Each class is one command.
 */
@NullMarked
package dev.jdock.cli.command.image;

import org.jspecify.annotations.NullMarked;
