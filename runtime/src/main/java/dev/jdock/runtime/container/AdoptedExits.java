package dev.jdock.runtime.container;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.ProcessExits;
import dev.jdock.linux.process.PidFd;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The exit codes of processes that a former engine has started, and which are children of somebody
 * else now. A pidfd tells them, since Linux 6.15; before, the kernel's process events do, to an
 * engine in the machine's first namespaces.
 */
public final class AdoptedExits implements AutoCloseable {
  private static final long TOLD_NANOS = 1_000_000_000;
  private static final long POLL_NANOS = 1_000_000;

  private @Nullable ProcessExits events;
  private boolean tried;

  AdoptedExits() {}

  /** To be asked for its exit code later. */
  public synchronized void watch(int pid) {
    if (!tried) {
      tried = true;
      events = PidFd.tellsExitCodes() ? null : open();
    }
    if (events != null) {
      try {
        events.watch(pid);
      } catch (SyscallException noMemory) {
        // The container is taken over all the same; how it ends stays unknown.
        return;
      }
    }
  }

  private static @Nullable ProcessExits open() {
    try {
      return ProcessExits.open();
    } catch (SyscallException notHere) {
      return null;
    }
  }

  /**
   * Of one that has ended. A pidfd tells when it is reaped, which is up to its new parent, and the
   * kernel's event comes a moment after its end: this waits for a second. Empty where nobody tells.
   */
  public OptionalInt await(PidFd process, int pid) {
    long deadline = System.nanoTime() + TOLD_NANOS;
    OptionalInt code = told(process, pid);
    while (code.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
      code = told(process, pid);
    }
    forget(pid);
    return code;
  }

  private synchronized OptionalInt told(PidFd process, int pid) {
    OptionalInt code = process.exitCode();
    return code.isPresent() || events == null ? code : events.take(pid);
  }

  private synchronized void forget(int pid) {
    if (events != null) {
      events.forget(pid);
    }
  }

  @Override
  public synchronized void close() {
    if (events != null) {
      events.close();
    }
  }
}
