package dev.jdock.cli.engine;

import dev.jdock.runtime.engine.Engine;
import java.nio.file.Path;
import java.util.List;

/** The machine room as its process sees it: something to open, to keep alive, and to close. */
public interface Hosted extends AutoCloseable {
  Engine engine();

  /** Whether there is a container or anything else that must outlive idleness. */
  boolean busy();

  /** Whether something is under way that a later engine could not go on with. */
  boolean working();

  /** What opening it found wrong, a line each, for the log. */
  default List<String> warnings() {
    return List.of();
  }

  /** Begins with what the first container would wait for; does not wait for that. */
  default void expectContainer() {}

  @Override
  void close();

  /** Opens the machine room once the root is locked. */
  @FunctionalInterface
  interface Factory {
    Hosted open(Path root, Path runDirectory);
  }
}
