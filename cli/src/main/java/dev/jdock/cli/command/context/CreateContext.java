package dev.jdock.cli.command.context;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.NameValues;
import dev.jdock.cli.config.ContextStore.Context;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code context create}: another name for jdock's own engine. */
@Command(description = "Create a context for this engine")
public final class CreateContext extends Action {
  private static final Set<String> OF_OTHER_HOSTS = Set.of("ca", "cert", "key", "skip-tls-verify");

  private final OwnApi api;

  @Option(
      names = "--description",
      paramLabel = "string",
      description = "Description of the context")
  private String description = "";

  @Option(
      names = "--docker",
      paramLabel = "stringToString",
      split = ",",
      converter = Endpoint.class,
      description = "Set the docker endpoint: host=ADDRESS or from=CONTEXT")
  private List<String> endpoint = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "string",
      description = "Create context from a named context")
  private String from = "";

  public CreateContext(OwnApi api) {
    super(Arity.exactly(1));
    this.api = api;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Contexts contexts = Contexts.of(invocation, api);
    String name = argument(0);
    contexts.checkFree(name);
    String host = host(contexts, NameValues.of(endpoint));
    contexts.requireOwn(host);
    contexts.store().save(Context.of(name, description, host));
    invocation.out().println(name);
    invocation.out().flush();
    invocation.err().println("Successfully created context \"" + name + "\"");
    return 0;
  }

  private String host(Contexts contexts, Map<String, String> settings) {
    for (String key : settings.keySet()) {
      if (OF_OTHER_HOSTS.contains(key)) {
        throw CommandFailure.notSupported("--docker " + key);
      }
      if (!key.equals("host") && !key.equals("from")) {
        throw CommandFailure.of(
            "unable to create docker endpoint config: unrecognized config key: " + key);
      }
    }
    String named = settings.getOrDefault("host", "");
    if (!named.isEmpty()) {
      return named;
    }
    String other = settings.getOrDefault("from", from);
    return contexts.require(other.isEmpty() ? contexts.current() : other).host();
  }
}
