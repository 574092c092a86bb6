package dev.jdock.cli.command.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The user's {@code config.json}: in {@code $DOCKER_CONFIG}, else {@code $HOME/.docker}. */
public final class ClientConfig {
  private ClientConfig() {}

  /** Its content; empty where there is none. A broken one is told of and passed over. */
  public static JsonNode read(Invocation invocation) {
    Path file = file(invocation);
    if (file == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      JsonNode content = new ObjectMapper().readTree(Files.readAllBytes(file));
      return content == null ? JsonNodeFactory.instance.objectNode() : content;
    } catch (NoSuchFileException e) {
      return JsonNodeFactory.instance.objectNode();
    } catch (IOException e) {
      invocation.err().println("WARNING: Error loading config file: " + file + ": not usable");
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private static @Nullable Path file(Invocation invocation) {
    String folder = invocation.environment().get("DOCKER_CONFIG");
    if (folder != null && !folder.isEmpty()) {
      return invocation.resolve(folder).resolve("config.json");
    }
    String home = invocation.environment().get("HOME");
    return home == null || home.isEmpty()
        ? null
        : invocation.resolve(home).resolve(".docker").resolve("config.json");
  }
}
