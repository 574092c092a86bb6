package dev.jdock.cli.engine;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.ResourceLimit;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Keeps a rest of the descriptors that the process may have for what runs already: a command that
 * finds too few of them is refused before it begins.
 */
final class Crowd {
  private static final long REST = 64;

  /**
   * Lets a command take the descriptors that it needs, one command at a time. Those about the
   * engine itself are always let in.
   *
   * @throws SyscallException EMFILE when it would leave too few
   */
  synchronized CommandRun admit(UserRequest request, Supplier<CommandRun> start) {
    boolean aboutEngine =
        !request.arguments().isEmpty() && request.arguments().getFirst().equals("engine");
    if (!aboutEngine && isFull()) {
      throw new SyscallException("open", Errno.EMFILE, "");
    }
    return start.get();
  }

  /** The kernel assigns the lowest free number: a high one means that all below are taken. */
  private static boolean isFull() {
    long limit = limit();
    try (Fd lowest = Fd.open(Path.of("/dev/null"), Fd.O_RDONLY)) {
      return limit != ResourceLimit.INFINITY
          && lowest.number() >= limit - Math.min(REST, limit / 4);
    }
  }

  static String refusal() {
    return "the engine has too many files open (limit "
        + limit()
        + "): end some of its commands, or stop it and start it with a higher `ulimit -n`";
  }

  private static long limit() {
    return ResourceLimit.NOFILE.of(0).soft();
  }
}
