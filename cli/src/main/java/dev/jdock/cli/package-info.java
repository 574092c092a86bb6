/**
 * The command line: what a command gets from the person who typed it. A command sees its user
 * through an {@link Invocation} alone, since it runs in the engine's process and not in the user's.
 */
@NullMarked
package dev.jdock.cli;

import org.jspecify.annotations.NullMarked;
