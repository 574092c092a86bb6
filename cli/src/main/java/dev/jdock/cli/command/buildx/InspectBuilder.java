package dev.jdock.cli.command.buildx;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.build.Platform;
import dev.jdock.runtime.engine.Engine;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buildx inspect}. */
@Command(description = "Inspect current builder instance")
public final class InspectBuilder extends Action {
  @Mixin private BuilderOption builder = new BuilderOption();

  /** It has always: the engine answers this command. */
  @Option(names = "--bootstrap", description = "Ensure builder has booted before inspecting")
  private boolean unusedBootstrap;

  public InspectBuilder() {
    super(Arity.between(0, 1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    builder.check(invocation, arguments());
    PrintStream out = invocation.out();
    String name = BuilderOption.ONLY;
    out.println("Name:   " + name);
    out.println("Driver: " + ListBuilders.DRIVER);
    out.println();
    out.println("Nodes:");
    out.println("Name:             " + name);
    out.println("Endpoint:         " + name);
    out.println("Status:           running");
    out.println("BuildKit version: " + engine.system().version().path("Version").asText());
    out.println("Platforms:        " + Platform.local());
    return 0;
  }
}
