package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Inspection;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code container inspect}. */
@Command(description = "Display detailed information on one or more containers")
public final class InspectContainer extends Action {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "string",
      description = "Format with a template: json or TEMPLATE")
  private String format = "";

  @Option(
      names = {"-s", "--size"},
      description = "Show sizes")
  private boolean size;

  public InspectContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    return new Inspection(format)
        .print(arguments(), name -> engine.containers().inspect(name, size), invocation.out());
  }
}
