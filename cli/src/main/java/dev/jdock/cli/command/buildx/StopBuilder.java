package dev.jdock.cli.command.buildx;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code buildx stop}: what buildx stops is a builder's own containers. The engine has none, as a
 * Docker daemon has none, and goes on.
 */
@Command(description = "Stop builder instance")
public final class StopBuilder extends Action {
  @Mixin private BuilderOption builder = new BuilderOption();

  public StopBuilder() {
    super(Arity.between(0, 1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    builder.check(invocation, arguments());
    return 0;
  }
}
