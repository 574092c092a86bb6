package dev.jdock.cli.command.context;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code context rm}. */
@Command(description = "Remove one or more contexts")
public final class RemoveContexts extends Action {
  private final OwnApi api;

  @Option(
      names = {"-f", "--force"},
      description = "Force the removal of a context in use")
  private boolean force;

  public RemoveContexts(OwnApi api) {
    super(Arity.atLeast(1));
    this.api = api;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Contexts contexts = Contexts.of(invocation, api);
    List<String> failures = new ArrayList<>();
    for (String name : arguments()) {
      try {
        remove(contexts, DockerConfig.of(invocation), name);
        invocation.out().println(name);
      } catch (CommandFailure e) {
        failures.add(e.text());
      }
    }
    if (!failures.isEmpty()) {
      throw CommandFailure.of(String.join("\n", failures));
    }
    return 0;
  }

  private void remove(Contexts contexts, DockerConfig config, String name) {
    if (Contexts.isDefault(name)) {
      throw CommandFailure.of("context \"default\" cannot be removed");
    }
    if (!force && contexts.store().find(name).isEmpty()) {
      throw CommandFailure.of("context \"" + name + "\" does not exist");
    }
    boolean chosen = config.currentContext().equals(name);
    if (!force && (chosen || contexts.current().equals(name))) {
      throw CommandFailure.of("context \"" + name + "\" is in use, set -f flag to force remove");
    }
    if (chosen) {
      config.useContext("");
    }
    contexts.store().remove(name);
  }
}
