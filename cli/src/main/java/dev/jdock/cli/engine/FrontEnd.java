package dev.jdock.cli.engine;

import dev.jdock.cli.Command;
import dev.jdock.cli.api.EngineApi;
import dev.jdock.cli.command.CommandLineFrontEnd;

/** Puts the command line of this process together: Docker's commands and the engine's own. */
final class FrontEnd {
  private FrontEnd() {}

  static Command create(EngineControl control) {
    return new CommandLineFrontEnd(
        EngineCommands.of(control), new EngineApi(control.api(), control.apiAddress()));
  }
}
