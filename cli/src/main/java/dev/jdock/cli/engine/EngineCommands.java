package dev.jdock.cli.engine;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.api.ApiFlags;
import dev.jdock.cli.api.ApiSettings;
import dev.jdock.cli.api.ApiUnits;
import dev.jdock.cli.api.ServeApi;
import dev.jdock.cli.command.ExtraCommand;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jdock engine}: the process that keeps the containers. */
final class EngineCommands {
  private EngineCommands() {}

  static List<ExtraCommand> of(EngineControl control) {
    return List.of(
        extra("start", " [OPTIONS]", () -> new Start(control)),
        extra("status", "", () -> new Status(control)),
        extra("stop", " [OPTIONS]", () -> new Stop(control)),
        extra("logs", " [OPTIONS]", () -> new Logs(control)),
        extra("install", " [OPTIONS]", InstallJdock::new),
        extra("uninstall", " [OPTIONS]", UninstallJdock::new),
        new ExtraCommand("doctor", "doctor", AskDoctor::new),
        new ExtraCommand(
            "api serve",
            "api serve [OPTIONS]",
            () -> new ServeApi(control::api, control::apiAddress)),
        new ExtraCommand("api install", "api install [OPTIONS]", ApiUnits.Install::new),
        new ExtraCommand("api uninstall", "api uninstall [OPTIONS]", ApiUnits.Uninstall::new));
  }

  private static ExtraCommand extra(String verb, String rest, Supplier<Action> action) {
    return new ExtraCommand("engine " + verb, "engine " + verb + rest, action);
  }

  /** The launcher has started it by the time that this runs. */
  @Command(description = "Start the engine, if it does not run")
  private static final class Start extends Action {
    private final EngineControl control;

    @Option(names = "--api", description = "Serve the Docker Engine API as long as it runs")
    private boolean api;

    @Mixin private ApiFlags flags = new ApiFlags();

    Start(EngineControl control) {
      super(Arity.none());
      this.control = control;
    }

    @Override
    public int run(Engine engine, Invocation invocation) {
      ApiSettings settings = flags.settings(control.apiAddress(), invocation);
      if (api || flags.given()) {
        control.api().listen(settings);
      }
      invocation.out().println("the engine runs as process " + control.status().pid());
      if (api || flags.given()) {
        invocation.out().println("export DOCKER_HOST=" + settings.addresses().getFirst());
      }
      return 0;
    }
  }

  @Command(description = "Stop the engine; containers go on without it")
  private static final class Stop extends Action {
    private final EngineControl control;

    @Option(
        names = {"-f", "--force"},
        description = "Stop it even if builds, transfers or attached containers lose it")
    private boolean force;

    Stop(EngineControl control) {
      super(Arity.none());
      this.control = control;
    }

    @Override
    public int run(Engine engine, Invocation invocation) {
      List<String> atStake = control.atStake();
      if (!force && !atStake.isEmpty()) {
        throw CommandFailure.of(
            "jdock: the engine's end would end these commands, too (`jdock engine stop --force`"
                + " does it):\n"
                + "  "
                + String.join("\n  ", atStake));
      }
      control.stop("engine stop");
      return 0;
    }
  }

  @Command(description = "Show the engine's process, age and memory")
  private static final class Status extends Action {
    private final EngineControl control;

    Status(EngineControl control) {
      super(Arity.none());
      this.control = control;
    }

    @Override
    public int run(Engine engine, Invocation invocation) {
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
  }

  @Command(description = "Show the engine's log")
  private static final class Logs extends Action {
    private final EngineControl control;

    @Option(
        names = {"-n", "--tail"},
        paramLabel = "int",
        description = "Number of lines to show from the end of the log")
    private int tail = 100;

    Logs(EngineControl control) {
      super(Arity.none());
      this.control = control;
    }

    @Override
    public int run(Engine engine, Invocation invocation) {
      try {
        List<String> lines = Files.readAllLines(control.log(), StandardCharsets.UTF_8);
        lines
            .subList(Math.max(0, lines.size() - tail), lines.size())
            .forEach(invocation.out()::println);
        return 0;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the engine's log", e);
      }
    }
  }
}
