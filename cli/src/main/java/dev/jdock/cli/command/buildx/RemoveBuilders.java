package dev.jdock.cli.command.buildx;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buildx rm}: the only builder cannot be removed, and no other is there. */
@Command(description = "Remove one or more builder instances")
public final class RemoveBuilders extends Action {
  @Option(names = "--all-inactive", description = "Remove all inactive builders")
  private boolean allInactive;

  /** Nobody is asked about what removes nothing. */
  @Option(
      names = {"-f", "--force"},
      description = "Do not prompt for confirmation")
  private boolean unusedForce;

  @Option(names = "--keep-daemon", description = "Keep the BuildKit daemon running")
  private boolean unusedKeepDaemon;

  @Option(names = "--keep-state", description = "Keep BuildKit state")
  private boolean unusedKeepState;

  @Mixin private BuilderOption builder = new BuilderOption();

  public RemoveBuilders() {
    super(Arity.atLeast(0));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (allInactive) {
      // The engine is active, or nobody could ask it.
      return 0;
    }
    List<String> names = arguments().isEmpty() ? List.of(builder.name(invocation)) : arguments();
    for (String name : names) {
      boolean own = name.isEmpty() || name.equals(BuilderOption.ONLY);
      invocation
          .err()
          .printf(
              "failed to remove %s: %s%n",
              own ? BuilderOption.ONLY : name,
              own
                  ? "the engine is the builder: 'jdock engine stop' ends it"
                  : "no builder \"" + name + "\" found");
    }
    throw CommandFailure.of("ERROR: failed to remove one or more builders");
  }
}
