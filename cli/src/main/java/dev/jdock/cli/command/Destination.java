package dev.jdock.cli.command;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.ContextStore;
import dev.jdock.cli.config.DockerConfig;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a command line is to be carried out. jdock has one engine, the user's own. By the name
 * {@code docker} it gets command lines that were written for Docker's client, which takes them to
 * whatever machine they, the environment or the configuration name: one that means another than
 * this engine is refused, instead of being carried out here. By any other name only {@code
 * --context} chooses, and there is no look at the environment.
 */
final class Destination {
  /** The name that the user has called the program by; the launchers set it. */
  static final String INVOKED_AS = "JDOCK_INVOKED_AS";

  static final String DOCKER = "docker";
  private static final String HOST = "DOCKER_HOST";
  private static final String CONTEXT = "DOCKER_CONTEXT";

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
   * With an environment that says where the command line is for, in the order in which Docker's
   * client chooses: {@link DockerConfig#HOST} or {@link DockerConfig#CONTEXT}, and neither for what
   * the user's {@code config.json} says. By its own name jdock works in the context {@code
   * default}, unless {@code --context} names another.
   *
   * @throws CommandFailure for two destinations at once
   */
  static Invocation settled(Invocation invocation, RootFlags flags, boolean docker) {
    if (!flags.host().isEmpty() && !flags.context().isEmpty()) {
      throw CommandFailure.of("conflicting options: cannot specify both --host and --context");
    }
    Map<String, String> environment = new HashMap<>(invocation.environment());
    String host = flags.host();
    String context = flags.context();
    if (!docker && context.isEmpty()) {
      context = DockerConfig.DEFAULT_CONTEXT;
    } else if (host.isEmpty() && context.isEmpty()) {
      host = environment.getOrDefault(HOST, "");
      context = environment.getOrDefault(CONTEXT, "");
    }
    environment.put(DockerConfig.HOST, host);
    environment.put(DockerConfig.CONTEXT, context);
    return invocation.withEnvironment(environment);
  }

  /**
   * Checks a settled command line.
   *
   * @throws CommandFailure for one that is for another engine
   */
  void check(Invocation settled, RootFlags flags, boolean docker) {
    String host = settled.environment().getOrDefault(DockerConfig.HOST, "");
    if (!host.isEmpty()) {
      if (!api.isAt(host)) {
        throw refusal(flags.host().isEmpty() ? HOST : "--host", host, docker);
      }
      return;
    }
    String context = DockerConfig.of(settled).context();
    if (context.equals(DockerConfig.DEFAULT_CONTEXT)) {
      return;
    }
    ContextStore contexts = ContextStore.of(settled);
    String address =
        contexts
            .find(context)
            .orElseThrow(() ->
                CommandFailure.of(
                    "Failed to initialize: unable to resolve docker endpoint: "
                        + contexts.missing(context)))
            .host();
    if (!api.isAt(address)) {
      throw refusal(source(settled, flags), context + " (" + address + ")", docker);
    }
  }

  private static String source(Invocation settled, RootFlags flags) {
    if (!flags.context().isEmpty()) {
      return "--context";
    }
    return settled.environment().getOrDefault(DockerConfig.CONTEXT, "").isEmpty()
        ? "currentContext of the user's config.json"
        : CONTEXT;
  }

  private static CommandFailure refusal(String source, String value, boolean docker) {
    return CommandFailure.of(
        (docker ? "docker: " : "jdock: ")
            + source
            + " is "
            + value
            + ", which is not the engine of jdock that this "
            + (docker ? "docker is" : "is")
            + ": nothing was done");
  }
}
