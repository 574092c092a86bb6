package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Signal;
import org.jspecify.annotations.Nullable;

/** A container's first process, while there is one. */
public final class FirstProcess {
  private final String id;
  private @Nullable PidFd process;
  private @Nullable Fd mounts;

  /**
   * @param id of the container
   */
  FirstProcess(String id) {
    this.id = id;
  }

  /**
   * @param held what keeps its mounts beyond its end, if anything does
   */
  synchronized void set(PidFd handle, @Nullable Fd held) {
    process = handle;
    mounts = held;
  }

  synchronized void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** What it had mounted goes, if that was held; who waits for its end need not wait for this. */
  public synchronized void letMountsGo() {
    if (mounts != null) {
      mounts.close();
      mounts = null;
    }
  }

  /**
   * For a while in which it may end.
   *
   * @return a descriptor of the caller's own
   * @throws JdockException CONFLICT when the container does not run
   */
  public synchronized PidFd hold() {
    PidFd current = process;
    if (current == null) {
      throw JdockException.conflict("container " + id + " is not running");
    }
    return PidFd.own(current.fd().duplicate());
  }

  /** Whether it ends in this time, or has ended, though that may not be known yet. */
  public boolean endsWithin(int millis) {
    try (PidFd current = hold()) {
      return current.awaitEnd(millis);
    } catch (JdockException ended) {
      return true;
    }
  }

  /** A process that has ended meanwhile is what the sender wanted. */
  public synchronized void signal(Signal signal) {
    PidFd current = process;
    if (current != null) {
      send(current, signal);
    }
  }

  /** A process that has been reaped, too, has ended as the sender wanted. */
  public static void send(PidFd process, Signal signal) {
    try {
      process.sendSignal(signal.number());
    } catch (SyscallException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }
}
