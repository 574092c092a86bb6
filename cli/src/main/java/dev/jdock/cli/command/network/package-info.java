/** The commands about networks, and how they are shown. Making them is the engine's work. */
@NullMarked
package dev.jdock.cli.command.network;

import org.jspecify.annotations.NullMarked;
