package dev.jdock.cli.engine;

import java.nio.file.Path;
import java.util.List;

/** What the {@code engine} commands may do to the process that they run in. */
interface EngineControl {
  EngineStatus status();

  /** The engine's log file. */
  Path log();

  /** The commands that would lose something if the process ended now, a line each. */
  List<String> atStake();

  /** Ends the process once the running command has its answer. */
  void stop(String reason);
}
