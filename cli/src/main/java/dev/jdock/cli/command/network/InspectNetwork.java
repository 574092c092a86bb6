package dev.jdock.cli.command.network;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Inspection;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code network inspect}. */
@Command(description = "Display detailed information on one or more networks")
public final class InspectNetwork extends Action {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "string",
      description = "Format with a template: json or TEMPLATE")
  private String format = "";

  // More is known of a swarm's networks only.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-v", "--verbose"},
      description = "Verbose output for diagnostics")
  private boolean verbose;

  public InspectNetwork() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    return new Inspection(format)
        .print(arguments(), name -> engine.networks().inspect(name, ""), invocation.out());
  }
}
