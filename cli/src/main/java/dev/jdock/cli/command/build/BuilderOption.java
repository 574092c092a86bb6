package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --builder}: there is one, which is the engine. */
public final class BuilderOption {
  public static final String ONLY = "default";

  @Option(
      names = "--builder",
      paramLabel = "string",
      description = "The builder: there is one, \"default\"")
  private String name = "";

  /**
   * @throws CommandFailure for another builder than the one there is
   */
  public void check(Invocation invocation) {
    require(name(invocation));
  }

  /**
   * As {@link #check(Invocation)}, where an argument comes before the flag.
   *
   * @param arguments one, or none
   */
  public void check(Invocation invocation, List<String> arguments) {
    require(arguments.isEmpty() ? name(invocation) : arguments.getFirst());
  }

  /** The one that is asked for; empty for the one there is. */
  public String name(Invocation invocation) {
    return name.isEmpty() ? invocation.environment().getOrDefault("BUILDX_BUILDER", "") : name;
  }

  /**
   * @param name empty for the one there is
   */
  public static void require(String name) {
    if (!name.isEmpty() && !name.equals(ONLY)) {
      throw CommandFailure.of("ERROR: no builder \"" + name + "\" found");
    }
  }
}
