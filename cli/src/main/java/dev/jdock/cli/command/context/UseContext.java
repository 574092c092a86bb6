package dev.jdock.cli.command.context;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code context use}: kept in the user's {@code config.json}, for Docker's client as well. */
@Command(description = "Set the current docker context")
public final class UseContext extends Action {
  private final OwnApi api;

  public UseContext(OwnApi api) {
    super(Arity.exactly(1));
    this.api = api;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Contexts contexts = Contexts.of(invocation, api);
    String name = argument(0);
    boolean byDefault = Contexts.isDefault(name);
    if (!byDefault) {
      Contexts.checkName(name);
      contexts.requireOwn(contexts.require(name).host());
    }
    DockerConfig.of(invocation).useContext(byDefault ? "" : name);
    invocation.out().println(name);
    invocation.out().flush();
    invocation.err().println("Current context is now \"" + name + "\"");
    String inForce = DockerConfig.of(invocation).context();
    if (!inForce.equals(name)) {
      invocation
          .err()
          .println(
              ("Warning: this command line is for the context \"%s\" all the same. To use \"%s\","
                      + " set the global --context flag, or call jdock docker, without"
                      + " DOCKER_HOST and DOCKER_CONTEXT.")
                  .formatted(inForce, name));
    }
    return 0;
  }
}
