package dev.jdock.cli.engine;

import dev.jdock.cli.Command;
import dev.jdock.image.error.Reason;
import dev.jdock.image.oci.Json;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
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
  private static final String READY = "ready\n";

  // Constants, so that the training's engine, whose main class is another, has them in the cache.
  static final Hosted.Factory MACHINE_ROOM = MachineRoomHost::open;
  static final Function<EngineControl, Command> FRONT_END = FrontEnd::create;

  private EngineMain() {}

  /**
   * @param arguments root, run directory, build, and the command that is expected if one is
   */
  public static void main(String[] arguments) {
    end(run(arguments, MACHINE_ROOM, FRONT_END));
  }

  /**
   * Ends this JVM once an engine has: all that {@link #run} opened is closed. System.exit would
   * look through every library for a logger to tell that, which takes longer than the engine's own
   * end.
   */
  static void end(int code) {
    if (!isEndedBySignal()) {
      Runtime.getRuntime().halt(code);
    }
  }

  /** Then the JVM ends by itself, with the signal's exit code. */
  private static boolean isEndedBySignal() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Serves until idle or stopped; returns the process's exit code. */
  static int run(
      String[] arguments, Hosted.Factory factory, Function<EngineControl, Command> frontEnd) {
    // What reads and writes JSON takes a while to be loaded: beside what does not need it yet.
    Thread.ofPlatform().daemon().name("json").start(Json::load);
    EngineSettings settings;
    try {
      OwnProcess.leaveSession();
      OwnProcess.denyInspection();
      settings = settings(arguments, System.getenv());
    } catch (EngineUnavailable | SyscallException e) {
      System.out.println(e.getMessage());
      return 1;
    }
    EngineProcess process = new EngineProcess(settings, factory, frontEnd);
    boolean logs = false;
    try {
      if (!process.open()) {
        System.out.print(READY);
        return 0;
      }
      Runtime.getRuntime().addShutdownHook(new Thread(process::stopAndWait, "shutdown"));
      startLog(settings);
      logs = true;
      process.serve();
      return 0;
    } catch (RuntimeException e) {
      if (!logs) {
        String reason = Reason.of(e);
        System.out.println(reason.isEmpty() ? "internal error, see " + settings.log() : reason);
        startLogOrNone(settings);
      }
      e.printStackTrace(System.out);
      return 1;
    } finally {
      process.ended();
    }
  }

  private static EngineSettings settings(String[] arguments, Map<String, String> environment) {
    String seconds = environment.getOrDefault("JDOCK_IDLE_SECONDS", IDLE_SECONDS);
    try {
      return new EngineSettings(
          Path.of(arguments[0]),
          Path.of(arguments[1]),
          arguments[2],
          Duration.ofSeconds(Long.parseLong(seconds)),
          environment,
          arguments.length > 3 ? arguments[3] : "");
    } catch (IllegalArgumentException e) {
      throw new EngineUnavailable("JDOCK_IDLE_SECONDS is not a number of seconds: " + seconds, e);
    }
  }

  /** Notifies the launcher that the engine serves; from now on what is printed goes to the log. */
  private static void startLog(EngineSettings settings) {
    try (Fd launcher = Fd.own(1).duplicate();
        EngineLog log = EngineLog.open(settings.log())) {
      install(log);
      try {
        launcher.writeFully(READY);
      } catch (SyscallException e) {
        // The engine is everybody's: it stays even if the command that started it was ended.
        System.out.println("the command that started this engine is gone");
      }
    }
  }

  private static void startLogOrNone(EngineSettings settings) {
    try (EngineLog log = EngineLog.open(settings.log())) {
      install(log);
    } catch (EngineUnavailable | SyscallException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void install(EngineLog log) {
    log.install();
    System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
  }
}
