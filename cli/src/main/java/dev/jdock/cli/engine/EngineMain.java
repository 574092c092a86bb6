package dev.jdock.cli.engine;

import dev.jdock.cli.Command;
import dev.jdock.linux.Fd;
import dev.jdock.linux.process.OwnProcess;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * The engine's main class. Its standard output belongs to the launcher that waits for the word
 * {@code ready}, and from then on to the log.
 */
public final class EngineMain {
  private static final String IDLE_SECONDS = "300";

  private EngineMain() {}

  /**
   * @param arguments root, run directory, build
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments, MachineRoomHost::open, FrontEnd::create));
  }

  /** Serves until idle or stopped; returns the process's exit code. */
  static int run(
      String[] arguments, Hosted.Factory factory, Function<EngineControl, Command> frontEnd) {
    try {
      OwnProcess.leaveSession();
      OwnProcess.denyInspection();
      EngineSettings settings = settings(arguments, System.getenv());
      EngineProcess process = new EngineProcess(settings, factory, frontEnd);
      process.open();
      Runtime.getRuntime().addShutdownHook(new Thread(process::stopAndWait, "shutdown"));
      ready(settings);
      process.serve();
      return 0;
    } catch (EngineUnavailable e) {
      System.out.println(e.getMessage());
    } catch (RuntimeException e) {
      e.printStackTrace(System.out);
    }
    return 1;
  }

  private static EngineSettings settings(String[] arguments, Map<String, String> environment) {
    String seconds = environment.getOrDefault("JDOCK_IDLE_SECONDS", IDLE_SECONDS);
    try {
      return new EngineSettings(
          Path.of(arguments[0]),
          Path.of(arguments[1]),
          arguments[2],
          Duration.ofSeconds(Long.parseLong(seconds)));
    } catch (IllegalArgumentException e) {
      throw new EngineUnavailable("JDOCK_IDLE_SECONDS is not a number of seconds: " + seconds, e);
    }
  }

  private static void ready(EngineSettings settings) {
    try (Fd launcher = Fd.own(1).duplicate();
        EngineLog log = EngineLog.open(settings.log())) {
      log.install();
      System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
      System.setErr(System.out);
      launcher.writeFully("ready\n");
    }
  }
}
