package dev.jdock.cli.engine;

import dev.jdock.cli.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jdock engine}: the process that keeps the containers. */
@Command(name = "engine", description = "Manage the engine process")
public final class EngineCommands implements Runnable {
  private final EngineControl control;
  private final Invocation invocation;

  EngineCommands(EngineControl control, Invocation invocation) {
    this.control = control;
    this.invocation = invocation;
  }

  @Override
  public void run() {
    invocation.err().println("Usage: jdock engine start|stop|status|logs");
  }

  /** The launcher has started it by the time that this runs. */
  @Command(name = "start", description = "Start the engine, if it does not run")
  int start() {
    invocation.out().println("the engine runs as process " + control.status().pid());
    return 0;
  }

  @Command(name = "stop", description = "Stop the engine; containers go on without it")
  int stop() {
    control.stop("engine stop");
    return 0;
  }

  @Command(name = "status", description = "Show the engine's process, age and memory")
  int status() {
    EngineStatus status = control.status();
    invocation
        .out()
        .printf(
            "pid: %d%nroot: %s%nbuild: %s%nuptime: %d s%ncommands: %d%nmemory: %.1f MB%n",
            status.pid(),
            status.root(),
            status.build(),
            Duration.between(status.started(), Instant.now()).toSeconds(),
            status.commands(),
            status.residentBytes() / 1e6);
    return 0;
  }

  @Command(name = "logs", description = "Show the engine's log")
  int logs(
      @Option(
              names = {"-n", "--tail"},
              defaultValue = "100",
              description = "How many of the last lines (default: 100)")
          int tail)
      throws IOException {
    Path log = control.log();
    var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    for (String line : lines.subList(Math.max(0, lines.size() - tail), lines.size())) {
      invocation.out().println(line);
    }
    return 0;
  }
}
