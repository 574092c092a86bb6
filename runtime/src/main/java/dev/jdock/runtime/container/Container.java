package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.process.PidFd;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine holds it. {@link #lock} is held by whoever changes what it is doing
 * (create, start, remove); its end is told by {@link #ended} without it.
 */
public final class Container {
  private final ContainerFiles files;
  private final ContainerIo io;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile ContainerRecord record;
  private volatile ContainerState state;
  private volatile @Nullable PidFd process;
  private volatile boolean removed;
  private int exits;

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

  /** Its first process; null when it does not run. */
  @Nullable PidFd process() {
    return process;
  }

  /**
   * Its first process.
   *
   * @throws JdockException CONFLICT when it does not run
   */
  PidFd requireProcess() {
    PidFd current = process;
    if (current == null) {
      throw JdockException.conflict("container " + id() + " is not running");
    }
    return current;
  }

  synchronized void replace(ContainerState newState) {
    state = newState;
    if (!removed) {
      files.save(id(), newState);
    }
    notifyAll();
  }

  synchronized void running(ContainerState newState, PidFd handle) {
    process = handle;
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

  /** Its files are gone. */
  synchronized void removed() {
    removed = true;
    notifyAll();
  }

  /** A count that changes with every end of its process. */
  synchronized int exits() {
    return exits;
  }

  /** Waits until it runs, or has run, or will not. */
  synchronized void awaitStarted() throws InterruptedException {
    int before = exits;
    while (!state.running() && exits == before && !removed && state.error().isEmpty()) {
      wait();
    }
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
