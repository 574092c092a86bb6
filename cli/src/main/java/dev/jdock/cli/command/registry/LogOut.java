package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code logout}. */
@Command(description = "Log out from a registry")
public final class LogOut extends Action {
  public LogOut() {
    super(Arity.between(0, 1));
  }

  /** As in Docker, forgetting what was not known is no failure; nor is a helper that fails. */
  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    Server server = Server.of(arguments());
    invocation.out().println("Removing login credentials for " + server.key());
    DockerConfig config = DockerConfig.of(invocation);
    List<String> failures = new ArrayList<>();
    for (String key : server.allKeys()) {
      try {
        config.logins(key).erase(key);
      } catch (JdockException e) {
        failures.add(key + ": " + e.getMessage());
      }
    }
    if (failures.size() == server.allKeys().size()) {
      invocation.out().flush();
      invocation.err().println("WARNING: could not erase credentials:");
      failures.forEach(invocation.err()::println);
    }
    return 0;
  }
}
