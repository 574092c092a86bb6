package dev.jdock.cli.engine;

import dev.jdock.cli.command.CommandLineFrontEnd;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Run once by the build: writes down the flags of all commands, so that no engine has to find out.
 */
final class CommandFlags {
  private CommandFlags() {}

  /**
   * @param arguments the folder of this module's classes
   */
  public static void main(String[] arguments) throws IOException {
    new CommandLineFrontEnd(EngineCommands.of(new HelpPages.NoControl()))
        .recordFlags(Path.of(arguments[0]));
  }
}
