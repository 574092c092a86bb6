package dev.jdock.cli.engine;

import dev.jdock.api.socket.ApiAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of an engine's start.
 *
 * @param root absolute, exists
 * @param runDirectory for the socket; made with mode 0700
 * @param build of the distribution it was started from
 * @param idle how long it runs without a command and a container
 * @param environment its own; commands have their user's
 * @param expected name of the command that starts it; empty where that is not known
 */
public record EngineSettings(
    Path root,
    Path runDirectory,
    String build,
    Duration idle,
    Map<String, String> environment,
    String expected) {
  /** Commands, and groups of commands, that start processes in containers. */
  private static final Set<String> STARTING =
      Set.of("run", "create", "start", "restart", "exec", "build", "bake", "container", "compose");

  /** In an empty environment. */
  public EngineSettings(Path root, Path runDirectory, String build, Duration idle) {
    this(root, runDirectory, build, idle, Map.of(), "");
  }

  public EngineSettings {
    environment = Map.copyOf(environment);
    if (!root.isAbsolute() || !runDirectory.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + root + " " + runDirectory);
    }
    if (!idle.isPositive()) {
      throw new IllegalArgumentException(
          "JDOCK_IDLE_SECONDS must be positive: " + idle.toSeconds());
    }
  }

  /** Whether the command that starts it may start a container. */
  boolean expectsContainer() {
    return expected.isEmpty() || STARTING.contains(expected);
  }

  public Path socket() {
    return runDirectory.resolve("engine.sock");
  }

  /** Of the API's usual socket: others than root may pass it, which the other must not let. */
  public Path apiDirectory() {
    return Path.of(runDirectory + "-api");
  }

  public Path apiSocket() {
    return apiDirectory().resolve("docker.sock");
  }

  /** Of the API, where nothing else was said. */
  public ApiAddress apiAddress() {
    return new ApiAddress.Unix(apiSocket());
  }

  public Path log() {
    return root.resolve("engine.log");
  }
}
