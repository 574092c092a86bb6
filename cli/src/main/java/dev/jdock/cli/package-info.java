/** The command line: what a command gets from the person who typed it. */
@NullMarked
package dev.jdock.cli;

import org.jspecify.annotations.NullMarked;
