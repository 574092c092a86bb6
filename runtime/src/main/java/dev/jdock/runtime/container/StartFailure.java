package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.JdockException.Kind;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Turns what kept a program from being started into Docker's words. */
final class StartFailure {
  private static final String START =
      "failed to create task for container: unable to start container process: ";
  private static final String EXEC =
      "OCI runtime exec failed: exec failed: unable to start container process: ";

  private StartFailure() {}

  /** For a container's first process. */
  static JdockException ofStart(Throwable failure, String program) {
    return of(START, failure, program);
  }

  /** For a further process. */
  static JdockException ofExec(Throwable failure, String program) {
    return of(EXEC, failure, program);
  }

  private static JdockException of(String prefix, Throwable failure, String program) {
    return switch (failure) {
      case JdockException known when isAboutTheProgram(known) ->
          new JdockException(known.kind(), prefix + known.getMessage(), known);
      case JdockException known -> known;
      case SyscallException refused when refused.call().equals("exec") ->
          new JdockException(
              refused.errno() == Errno.ENOENT ? Kind.NOT_FOUND : Kind.FORBIDDEN,
              prefix + "exec: \"" + program + "\": " + refused.reason(),
              refused);
      case UncheckedIOException disk ->
          JdockException.internal(
              "failed to create task for container: "
                  + Objects.requireNonNull(disk.getCause()).getMessage(),
              disk);
      case OutOfMemoryError full ->
          JdockException.internal("failed to create task for container: " + missing(full), full);
      case Error broken ->
          JdockException.internal(
              "failed to create task for container: internal error (see jdock engine logs)",
              broken);
      default ->
          JdockException.internal(
              "failed to create task for container: " + failure.getMessage(), failure);
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
  static int exitCode(JdockException failure) {
    if (!String.valueOf(failure.getMessage()).contains("exec: ")) {
      return 128;
    }
    return failure.kind() == Kind.NOT_FOUND ? 127 : 126;
  }
}
