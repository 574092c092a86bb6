package dev.jdock.cli.command.buildx;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code buildx use}: the only builder is in use as it is. */
@Command(description = "Set the current builder instance")
public final class UseBuilder extends Action {
  /** The only builder is the default of every context already. */
  @Option(names = "--default", description = "Set builder as default for current context")
  private boolean unusedDefault;

  @Option(names = "--global", description = "Builder persists context changes")
  private boolean unusedGlobal;

  public UseBuilder() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    BuilderOption.require(argument(0));
    return 0;
  }
}
