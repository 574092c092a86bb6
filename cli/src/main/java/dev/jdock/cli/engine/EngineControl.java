package dev.jdock.cli.engine;

import dev.jdock.api.socket.ApiAddress;
import dev.jdock.cli.api.ApiHost;
import java.nio.file.Path;
import java.util.List;

/** The operations of the {@code engine} commands on the process that they run in. */
interface EngineControl {
  EngineStatus status();

  /** The engine's log file. */
  Path log();

  /** The commands that would lose work if the process ended now, a line each. */
  List<String> atStake();

  /** Where the Docker Engine API is served. */
  ApiHost api();

  /** Where it is served unless somebody says otherwise. */
  ApiAddress apiAddress();

  /** Ends the process once the running command has its answer. */
  void stop(String reason);
}
