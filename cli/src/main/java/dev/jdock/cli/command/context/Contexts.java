package dev.jdock.cli.command.context;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.ContextStore;
import dev.jdock.cli.config.ContextStore.Context;
import dev.jdock.cli.config.DockerConfig;
import java.util.regex.Pattern;

/**
 * The contexts of a command line: {@code default}, which is jdock's own engine or what DOCKER_HOST
 * says, and those that the user's clients keep.
 *
 * @param current the name of the one that the command line is for; there may be none of that name
 * @param host DOCKER_HOST; empty where it is not set or does not count
 */
record Contexts(ContextStore store, String current, String host, OwnApi api) {
  private static final String IN_MEMORY = "<IN MEMORY>";
  private static final String PATTERN = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$";
  private static final Pattern NAME = Pattern.compile(PATTERN);

  static Contexts of(Invocation invocation, OwnApi api) {
    return new Contexts(
        ContextStore.of(invocation),
        DockerConfig.of(invocation).context(),
        invocation.environment().getOrDefault(DockerConfig.HOST, ""),
        api);
  }

  static boolean isDefault(String name) {
    return name.equals(DockerConfig.DEFAULT_CONTEXT);
  }

  /** The one that needs no file; who is told its address finds the API served there. */
  Context byDefault() {
    String address = host.isEmpty() ? api.lend() : host;
    return Context.of(DockerConfig.DEFAULT_CONTEXT, "", address);
  }

  /**
   * @throws CommandFailure for one that is not there
   */
  Context require(String name) {
    return isDefault(name)
        ? byDefault()
        : store.find(name).orElseThrow(() -> CommandFailure.of(store.missing(name)));
  }

  /** What {@code inspect} shows. */
  ObjectNode document(String name) {
    Context context = require(name);
    ObjectNode document = context.document().deepCopy();
    document.putObject("TLSMaterial");
    boolean kept = !isDefault(name);
    document
        .putObject("Storage")
        .put("MetadataPath", kept ? store.metadata(name).toString() : IN_MEMORY)
        .put("TLSPath", kept ? store.certificates(name).toString() : IN_MEMORY);
    return document;
  }

  /**
   * Checks the name for a new context.
   *
   * @throws CommandFailure in Docker's words
   */
  void checkFree(String name) {
    if (name.isEmpty()) {
      throw CommandFailure.of("context name cannot be empty");
    }
    if (isDefault(name)) {
      throw CommandFailure.of("\"default\" is a reserved context name");
    }
    checkName(name);
    if (store.find(name).isPresent()) {
      throw CommandFailure.of("context \"" + name + "\" already exists");
    }
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw CommandFailure.of(
          "context name \"%s\" is invalid, names are validated against regexp \"%s\""
              .formatted(name, PATTERN));
    }
  }

  /**
   * Lets nobody be led to another engine: jdock's command line does not speak to one.
   *
   * @throws CommandFailure for an address that is not its own engine's
   */
  void requireOwn(String address) {
    if (!api.isAt(address)) {
      throw CommandFailure.of(
          ("jdock: %s is another engine, and jdock works with its own alone, %s: use Docker's"
                  + " client for that one")
              .formatted(
                  address.isEmpty() ? "what has no Docker endpoint" : address, api.address()));
    }
  }
}
