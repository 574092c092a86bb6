package dev.jdock.cli.engine;

import dev.jdock.api.socket.ApiAddress;
import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.Command;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.api.ApiHost;
import dev.jdock.cli.command.CommandLineFrontEnd;
import dev.jdock.cli.terminal.NoTerminal;
import dev.jdock.cli.terminal.SessionSignals;
import dev.jdock.runtime.engine.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Run once by the build: writes what {@code --version} and {@code --help} print into files, which
 * the launchers show to users without access to the engine, and the manual pages and completions of
 * a package.
 */
public final class HelpPages {
  /** Where shells look for completions below a {@code share} folder. */
  private static final Map<String, String> COMPLETIONS =
      Map.of(
          "bash", "bash-completion/completions/jdock",
          "zsh", "zsh/vendor-completions/_jdock",
          "fish", "fish/vendor_completions.d/jdock.fish");

  private HelpPages() {}

  /**
   * @param arguments the folder of the help, and a {@code share} folder (hier(7)); both are made
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    CommandLineFrontEnd frontEnd = new CommandLineFrontEnd(EngineCommands.of(new NoControl()));
    try (NoMachineRoom room = new NoMachineRoom()) {
      Files.write(
          folder.resolve("version-docker"),
          run(frontEnd, room.engine(), List.of("--version"), CommandLineFrontEnd.AS_DOCKER));
      write(folder.resolve("version"), frontEnd, room.engine(), List.of("--version"));
      write(folder.resolve("jdock"), frontEnd, room.engine(), List.of("--help"));
      for (String path : frontEnd.paths()) {
        List<String> words = new ArrayList<>(List.of(path.split(" ", -1)));
        words.add("--help");
        write(folder.resolve("jdock-" + path.replace(' ', '-')), frontEnd, room.engine(), words);
      }
      Path share = Path.of(arguments[1]);
      Path manual = Files.createDirectories(share.resolve("man/man1"));
      run(frontEnd, room.engine(), List.of("manpages", manual.toString()), Map.of());
      for (Map.Entry<String, String> shell : COMPLETIONS.entrySet()) {
        Path file = share.resolve(shell.getValue());
        Files.createDirectories(file.getParent());
        write(file, frontEnd, room.engine(), List.of("completion", shell.getKey()));
      }
    }
  }

  private static void write(Path page, Command frontEnd, Engine engine, List<String> words)
      throws IOException, InterruptedException {
    Files.write(page, run(frontEnd, engine, words, Map.of()));
  }

  private static byte[] run(
      Command frontEnd, Engine engine, List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8);
    long pid = ProcessHandle.current().pid();
    try (SessionSignals signals = new SessionSignals();
        CallerFiles files = CallerFiles.shared(Path.of("/"), pid)) {
      frontEnd.run(
          engine,
          new Invocation(
              words,
              files,
              environment,
              InputStream.nullInputStream(),
              out,
              out,
              new NoTerminal(),
              signals));
    }
    out.flush();
    return text.toByteArray();
  }

  /** For what is run without an engine. */
  static final class NoControl implements EngineControl {
    @Override
    public EngineStatus status() {
      throw new UnsupportedOperationException("no engine");
    }

    @Override
    public Path log() {
      throw new UnsupportedOperationException("no engine");
    }

    @Override
    public List<String> atStake() {
      return List.of();
    }

    @Override
    public ApiHost api() {
      throw new UnsupportedOperationException("no engine");
    }

    @Override
    public ApiAddress apiAddress() {
      throw new UnsupportedOperationException("no engine");
    }

    @Override
    public void stop(String reason) {
      throw new UnsupportedOperationException("no engine");
    }
  }
}
