package dev.jdock.cli.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The parameters of an engine's start.
 *
 * @param root absolute, exists
 * @param runDirectory for the socket; made with mode 0700
 * @param build of the distribution it was started from
 * @param idle how long it runs without a command and a container
 */
public record EngineSettings(Path root, Path runDirectory, String build, Duration idle) {
  public EngineSettings {
    if (!root.isAbsolute() || !runDirectory.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + root + " " + runDirectory);
    }
    if (!idle.isPositive()) {
      throw new IllegalArgumentException(
          "JDOCK_IDLE_SECONDS must be positive: " + idle.toSeconds());
    }
  }

  public Path socket() {
    return runDirectory.resolve("engine.sock");
  }

  public Path log() {
    return root.resolve("engine.log");
  }
}
