package dev.jdock.cli.command.context;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.output.Inspection;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code context inspect}. */
@Command(description = "Display detailed information on one or more contexts")
public final class InspectContext extends Action {
  private final OwnApi api;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "string",
      description = "Format with a template: json or TEMPLATE")
  private String format = "";

  public InspectContext(OwnApi api) {
    super(Arity.atLeast(0));
    this.api = api;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Contexts contexts = Contexts.of(invocation, api);
    List<String> names = arguments().isEmpty() ? List.of(contexts.current()) : arguments();
    return new Inspection(format).print(names, contexts::document, invocation.out());
  }
}
