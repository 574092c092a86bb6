package dev.jdock.cli.command;

import dev.jdock.cli.command.syntax.Action;
import java.util.function.Supplier;

/**
 * A command of jdock's own that Docker does not have.
 *
 * @param path its words, for example {@code engine status}; the groups before the last are made
 * @param usage path and arguments, for example {@code engine logs [OPTIONS]}
 * @param action a new object for each invocation
 */
public record ExtraCommand(String path, String usage, Supplier<Action> action) {}
