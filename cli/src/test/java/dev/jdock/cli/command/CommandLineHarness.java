package dev.jdock.cli.command;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.terminal.Signals;
import dev.jdock.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs command lines against a fake engine, as a user at a pipe or at a terminal. */
final class CommandLineHarness implements Terminal, Signals {
  /** Where the engine would serve its API. */
  static final String ADDRESS = "unix:///run/jdock-api/docker.sock";

  /** How often somebody has been told where the API is served. */
  int lent;

  private final class FakeApi implements OwnApi {
    @Override
    public String address() {
      return ADDRESS;
    }

    @Override
    public String lend() {
      lent++;
      return ADDRESS;
    }

    @Override
    public boolean isAt(String address) {
      return address.equals(ADDRESS);
    }
  }

  /** What a user sees of a command. */
  record Result(int exitCode, String out, String err) {}

  final FakeEngine engine = new FakeEngine();
  final Map<String, String> environment = new HashMap<>(Map.of("TZ", "UTC"));
  final List<String> terminalModes = new ArrayList<>();
  Path workingDirectory = Path.of("/work");
  byte[] input = new byte[0];
  boolean terminal;
  @Nullable Consumer<String> signalHandler;
  private final CommandLineFrontEnd frontEnd = new CommandLineFrontEnd(List.of(), new FakeApi());

  Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Invocation invocation =
        new Invocation(
            List.of(arguments),
            CallerFiles.shared(workingDirectory, ProcessHandle.current().pid()),
            environment,
            new ByteArrayInputStream(input),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            this,
            this);
    int exitCode;
    try {
      exitCode = frontEnd.run(engine.engine(), invocation);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Override
  public boolean inputIsTerminal() {
    return terminal;
  }

  @Override
  public boolean outputIsTerminal() {
    return terminal;
  }

  @Override
  public boolean errorIsTerminal() {
    return terminal;
  }

  @Override
  public Size size() {
    return new Size(50, 120);
  }

  @Override
  public Mode raw() {
    terminalModes.add("raw");
    return () -> terminalModes.add("restored");
  }

  @Override
  public Mode withoutEcho() {
    throw new AssertionError("no command asks for a password");
  }

  @Override
  public Subscription handle(Consumer<String> handler) {
    signalHandler = handler;
    return () -> signalHandler = null;
  }
}
