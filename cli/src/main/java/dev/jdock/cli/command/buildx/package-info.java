/**
 * The commands of Docker's {@code buildx} that are not those of {@code builder} by another name.
 * There is one builder, the engine.
 */
@NullMarked
package dev.jdock.cli.command.buildx;

import org.jspecify.annotations.NullMarked;
