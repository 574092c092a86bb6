package dev.jdock.cli.command.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Inspection;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plugin inspect}: scripts ask with it whether they are to install one. */
@Command(description = "Display detailed information on one or more plugins")
public final class InspectPlugin extends Action {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "string",
      description = "Format with a template: json or TEMPLATE")
  private String format = "";

  public InspectPlugin() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    return new Inspection(format).print(arguments(), InspectPlugin::find, invocation.out());
  }

  private static JsonNode find(String name) {
    throw JdockException.notFound("plugin \"" + name + "\" not found");
  }
}
