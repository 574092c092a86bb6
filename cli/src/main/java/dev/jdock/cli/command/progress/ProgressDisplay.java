package dev.jdock.cli.command.progress;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildProgress;
import java.io.PrintStream;
import java.util.Locale;

/** Shows a build on the user's standard error; closing it ends whatever it keeps redrawing. */
public interface ProgressDisplay extends BuildProgress, AutoCloseable {
  /** What BuildKit's client says first. */
  String BUILDING = "#0 building with \"default\" instance using docker driver";

  /** The build has its result. */
  void done();

  /** The build has failed: what the failing step printed is shown once more. */
  void failed();

  /** Whether the result's id is all that the user wants to see. */
  default boolean quiet() {
    return false;
  }

  /** Draws nothing until {@link #resume}: something else has the terminal. */
  default void suspend() {}

  default void resume() {}

  @Override
  void close();

  /**
   * @param mode of {@code --progress}
   */
  static ProgressDisplay of(String mode, Invocation invocation) {
    return of(mode, invocation, BUILDING);
  }

  /** As {@link #of}, of something else than a build, without a word of how that is done. */
  static ProgressDisplay ofSteps(String mode, Invocation invocation) {
    return of(mode, invocation, "");
  }

  private static ProgressDisplay of(String mode, Invocation invocation, String head) {
    PrintStream err = invocation.err();
    boolean terminal = invocation.terminal().errorIsTerminal();
    return switch (mode) {
      case "plain" -> new PlainProgress(err, head);
      case "quiet", "none" -> new QuietProgress(err);
      case "auto", "" ->
          terminal
              ? new TerminalProgress(err, invocation.terminal()::size, invocation.environment())
              : new PlainProgress(err, head);
      case "tty" -> {
        if (!terminal) {
          throw CommandFailure.of("ERROR: failed to get console: provided file is not a console");
        }
        yield new TerminalProgress(err, invocation.terminal()::size, invocation.environment());
      }
      case "rawjson" -> new RawJsonProgress(err);
      default -> throw CommandFailure.of("ERROR: invalid progress mode " + mode);
    };
  }

  /** {@code 1.2s}. */
  static String seconds(long nanoseconds) {
    return String.format(Locale.ROOT, "%.1fs", nanoseconds / 1e9);
  }
}
