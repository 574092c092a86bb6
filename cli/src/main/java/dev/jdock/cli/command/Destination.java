package dev.jdock.cli.command;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.DockerConfig;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a command line is to be carried out. jdock has one engine, the user's own. By the name
 * {@code docker} it gets command lines that were written for Docker's client, which takes them to
 * whatever machine they, the environment or the configuration name: one that means another than
 * this engine is refused, instead of being carried out here. By any other name there is nothing to
 * choose, and no look at the environment.
 */
final class Destination {
  /** The name that the user has called the program by; the launchers set it. */
  static final String INVOKED_AS = "JDOCK_INVOKED_AS";

  static final String DOCKER = "docker";
  private static final String DEFAULT_CONTEXT = "default";

  private final OwnApi api;

  Destination(OwnApi api) {
    this.api = api;
  }

  /** Whether the program was called {@code docker}. */
  static boolean isDocker(Invocation invocation) {
    return DOCKER.equals(invocation.environment().get(INVOKED_AS));
  }

  /** Without what the launchers have added to the user's environment. */
  static Invocation without(Invocation invocation) {
    if (!invocation.environment().containsKey(INVOKED_AS)) {
      return invocation;
    }
    Map<String, String> environment = new HashMap<>(invocation.environment());
    environment.remove(INVOKED_AS);
    return invocation.withEnvironment(environment);
  }

  /**
   * Checks a command line for {@code docker}, in the order in which Docker's client chooses.
   *
   * @throws CommandFailure for one that is for another engine
   */
  void check(Invocation invocation, RootFlags flags) {
    String host = invocation.environment().getOrDefault("DOCKER_HOST", "");
    String context = invocation.environment().getOrDefault("DOCKER_CONTEXT", "");
    if (!flags.host().isEmpty() && !flags.context().isEmpty()) {
      throw CommandFailure.of("conflicting options: cannot specify both --host and --context");
    }
    if (!flags.context().isEmpty()) {
      context("--context", flags.context());
    } else if (!flags.host().isEmpty()) {
      host("--host", flags.host());
    } else if (!host.isEmpty()) {
      host("DOCKER_HOST", host);
    } else if (!context.isEmpty()) {
      context("DOCKER_CONTEXT", context);
    } else {
      String current = DockerConfig.of(invocation).currentContext();
      if (!current.isEmpty()) {
        context("currentContext of the user's config.json", current);
      }
    }
  }

  private void host(String source, String address) {
    if (!api.isAt(address)) {
      throw refusal(source, address);
    }
  }

  private static void context(String source, String name) {
    if (!name.equals(DEFAULT_CONTEXT)) {
      throw refusal(source, name);
    }
  }

  private static CommandFailure refusal(String source, String value) {
    return CommandFailure.of(
        "docker: "
            + source
            + " is "
            + value
            + ", which is not the engine of jdock that this docker is: nothing was done");
  }
}
