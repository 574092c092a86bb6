package dev.jdock.cli.engine;

import dev.jdock.cli.Command;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Puts the command line of this process together. */
final class FrontEnd {
  private FrontEnd() {}

  static Command create(EngineControl control) {
    return (engine, invocation) -> {
      CommandLine line = new CommandLine(new EngineCommands(control, invocation));
      line.setOut(writer(invocation.out()));
      line.setErr(writer(invocation.err()));
      return line.execute(invocation.arguments().stream().skip(1).toArray(String[]::new));
    };
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
