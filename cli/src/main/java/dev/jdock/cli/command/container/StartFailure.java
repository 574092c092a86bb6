package dev.jdock.cli.command.container;

import dev.jdock.image.error.JdockException;

/** What a shell makes of a command that could not be started. */
final class StartFailure {
  private StartFailure() {}

  /** 127 for a command that is not there, 126 for one that cannot run, else 125. */
  static int exitCode(String message) {
    if (message.contains("executable file not found")
        || message.contains("no such file or directory")) {
      return 127;
    }
    if (message.contains("permission denied")
        || message.contains("is a directory")
        || message.contains("exec format error")) {
      return 126;
    }
    return 125;
  }

  /** The same for a further process; 128 for what the runtime of a Docker daemon refuses. */
  static int ofExec(String message) {
    int code = exitCode(message);
    return code == 125 && message.startsWith("OCI runtime exec failed: ") ? 128 : code;
  }

  /** Whether the ports that it was to publish could not be had, so that it never ran. */
  static boolean isOfPorts(Throwable failure) {
    return failure instanceof JdockException
        && String.valueOf(failure.getMessage())
            .contains("driver failed programming external connectivity");
  }
}
