package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Signal;
import java.util.concurrent.locks.ReentrantLock;
import jnr.constants.platform.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine holds it. {@link #lock} is held by whoever changes what it is doing
 * (create, start, remove); its end is told by {@link #ended} without it.
 */
public final class Container {
  private final ContainerFiles files;
  private final ContainerIo io;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock execLock = new ReentrantLock();
  private volatile ContainerRecord record;
  private volatile ContainerState state;
  private volatile @Nullable PidFd process;
  private volatile boolean removed;
  private volatile boolean kept;
  private int exits;
  private int runs;

  Container(ContainerFiles files, ContainerRecord record, ContainerState state, ContainerIo io) {
    this.files = files;
    this.record = record;
    this.state = state;
    this.io = io;
  }

  public String id() {
    return record.id();
  }

  public String name() {
    return record.name();
  }

  public ContainerRecord record() {
    return record;
  }

  public ContainerState state() {
    return state;
  }

  ContainerIo io() {
    return io;
  }

  ReentrantLock lock() {
    return lock;
  }

  /** Whether its next end is to remove it. */
  boolean removesItself() {
    return record.spec().lifecycle().autoRemove() && !kept;
  }

  /** While it is restarted, an end is not its end. */
  void keep(boolean keeps) {
    kept = keeps;
  }

  /** Held while a process is added to it, one at a time: each borrows from its pids limit. */
  ReentrantLock execLock() {
    return execLock;
  }

  private PidFd requireProcess() {
    PidFd current = process;
    if (current == null) {
      throw JdockException.conflict("container " + id() + " is not running");
    }
    return current;
  }

  /**
   * Its first process, for a while in which it may end.
   *
   * @return a descriptor of the caller's own
   * @throws JdockException CONFLICT when it does not run
   */
  synchronized PidFd holdProcess() {
    return PidFd.own(requireProcess().fd().duplicate());
  }

  /**
   * Sends a signal to its first process; one that has ended meanwhile is what the sender wanted.
   */
  synchronized void signal(Signal signal) {
    PidFd current = process;
    if (current != null) {
      try {
        current.sendSignal(signal.number());
      } catch (SyscallException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }

  /**
   * Its program runs. The state is saved first: a failure leaves everything as it was.
   *
   * @param handle owned by the container once this returns
   */
  synchronized void running(ContainerState newState, PidFd handle) {
    files.save(id(), newState);
    process = handle;
    state = newState;
    runs++;
    notifyAll();
  }

  /** It did not come to run. */
  synchronized void startFailed(ContainerState newState) {
    runs++;
    replace(newState);
  }

  synchronized void ended(ContainerState newState) {
    PidFd old = process;
    process = null;
    exits++;
    replace(newState);
    if (old != null) {
      old.close();
    }
  }

  synchronized void removing() {
    replace(state.removing());
  }

  /**
   * What has happened has happened, whether a full disk lets it be written down or not: a later
   * engine finds out by looking at the process, and brings a removal to its end.
   */
  private void replace(ContainerState newState) {
    state = newState;
    notifyAll();
    try {
      files.save(id(), newState);
    } catch (JdockException unwritten) {
      return;
    }
  }

  /** Its files are gone. */
  synchronized void removed() {
    removed = true;
    notifyAll();
  }

  boolean isRemoved() {
    return removed;
  }

  /** Lets go of a process that runs on, for the next engine to take up. */
  synchronized void release() {
    io.release();
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** A count that changes with every end of its process. */
  synchronized int exits() {
    return exits;
  }

  /** Which run this is, or the next one when it does not run. */
  synchronized int currentRun() {
    return state.running() ? runs : runs + 1;
  }

  /** Waits until a run has begun or failed; whether it is that one which runs now. */
  synchronized boolean awaitStarted(int run) throws InterruptedException {
    while (runs < run && !removed) {
      wait();
    }
    return runs == run && state.running();
  }

  /** Waits until it does not run. */
  synchronized void awaitNotRunning() throws InterruptedException {
    while (state.running() && !removed) {
      wait();
    }
  }

  /** Waits for an end after the given count. */
  synchronized void awaitExit(int since) throws InterruptedException {
    while (exits == since && !removed) {
      wait();
    }
  }

  synchronized void awaitRemoved() throws InterruptedException {
    while (!removed) {
      wait();
    }
  }

  /** Waits until it does not run, or the time is over; whether it does not run. */
  synchronized boolean awaitNotRunning(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (state.running() && !removed) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
