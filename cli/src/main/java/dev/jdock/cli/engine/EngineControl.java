package dev.jdock.cli.engine;

import java.nio.file.Path;

/** What the {@code engine} commands may do to the process that they run in. */
interface EngineControl {
  EngineStatus status();

  /** Where it writes what it has to say. */
  Path log();

  /** Ends the process once the running command has its answer. */
  void stop(String reason);
}
