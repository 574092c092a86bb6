package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.JdockException.Kind;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Turns what kept a program from being started into Docker's words. */
public final class StartFailure {
  private static final String TASK = "failed to create task for container: ";
  private static final String START = TASK + "unable to start container process: ";
  private static final String EXEC =
      "OCI runtime exec failed: exec failed: unable to start container process: ";

  private StartFailure() {}

  /**
   * For a container's first process.
   *
   * @param step which of the steps of docs/container-start.md has failed, from 1 on
   * @param name of that step
   */
  public static JdockException ofStart(Throwable failure, String program, int step, String name) {
    return of(START, failure, program, TASK + "step " + step + " (" + name + "): ");
  }

  /** For a further process. */
  public static JdockException ofExec(Throwable failure, String program) {
    return of(EXEC, failure, program, TASK);
  }

  private static JdockException of(
      String prefix, Throwable failure, String program, String unexpected) {
    return switch (failure) {
      case JdockException known when isAboutTheProgram(known) ->
          new JdockException(known.kind(), prefix + known.getMessage(), known);
      case JdockException known -> known;
      case SyscallException refused when refused.call().equals("exec") ->
          new JdockException(
              refused.errno() == Errno.ENOENT
                  ? Kind.PROGRAM_NOT_FOUND
                  : Kind.PROGRAM_NOT_EXECUTABLE,
              prefix + "exec: \"" + program + "\": " + refused.reason(),
              refused);
      case UncheckedIOException disk ->
          JdockException.internal(
              unexpected + Objects.requireNonNull(disk.getCause()).getMessage(), disk);
      case OutOfMemoryError full -> JdockException.internal(unexpected + missing(full), full);
      case Error broken ->
          JdockException.internal(unexpected + "internal error (see jdock engine logs)", broken);
      default -> JdockException.internal(unexpected + failure.getMessage(), failure);
    };
  }

  private static String missing(OutOfMemoryError full) {
    return String.valueOf(full.getMessage()).contains("thread")
        ? "the engine cannot start a thread: resource temporarily unavailable"
        : "the engine is out of memory";
  }

  private static boolean isAboutTheProgram(JdockException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.startsWith("exec: ") || message.startsWith("chdir ");
  }

  /** What a shell would make of it: 127 for no such program, 126 for none that can run. */
  public static int exitCode(JdockException failure) {
    return switch (failure.kind()) {
      case PROGRAM_NOT_FOUND -> 127;
      case PROGRAM_NOT_EXECUTABLE -> 126;
      default -> exitCode(String.valueOf(failure.getMessage()));
    };
  }

  /** Of a working directory, say, that is not there, or that its user may not enter. */
  private static int exitCode(String message) {
    if (message.contains("no such file or directory")) {
      return 127;
    }
    return message.contains("permission denied") || message.contains("not a directory") ? 126 : 128;
  }
}
