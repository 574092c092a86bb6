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

  /** What the engine has open without any command: its libraries, its store, its sockets. */
  private static final long OWN = 64;

  /** What a command has open in the end: some of it only after it was let in. */
  private static final long EACH = 12;

  private long admitted;

  /**
   * Lets a command take the descriptors that it needs, one command at a time. Those about the
   * engine itself are always let in. Whoever was let in is to {@link #leave}.
   *
   * @throws SyscallException EMFILE when it would leave too few
   */
  synchronized CommandRun admit(UserRequest request, Supplier<CommandRun> start) {
    boolean aboutEngine =
        !request.arguments().isEmpty() && request.arguments().getFirst().equals("engine");
    if (!aboutEngine && isFull()) {
      throw new SyscallException("open", Errno.EMFILE, "");
    }
    CommandRun run = start.get();
    admitted++;
    return run;
  }

  /** Called once for each command that was let in, when it has closed its descriptors. */
  synchronized void leave() {
    admitted--;
  }

  private boolean isFull() {
    long limit = limit();
    if (limit == ResourceLimit.INFINITY) {
      return false;
    }
    long most = limit - Math.min(REST, limit / 4);
    return OWN + (admitted + 1) * EACH > most || lowestFree() >= most;
  }

  /** The kernel assigns the lowest free number: a high one means that all below are taken. */
  private static int lowestFree() {
    try (Fd lowest = Fd.open(Path.of("/dev/null"), Fd.O_RDONLY)) {
      return lowest.number();
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
