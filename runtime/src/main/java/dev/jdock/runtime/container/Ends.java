package dev.jdock.runtime.container;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Signal;
import dev.jdock.runtime.io.OutputPump;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What follows the ends of processes. None is lost, even where no thread can be started. */
public final class Ends implements AutoCloseable {
  /** How long a killed process may take before it is reaped by the way. */
  private static final int GRACE_MILLIS = 1000;

  private final OutputPump pump;
  private final ExecutorService background;
  private final AdoptedExits adopted = new AdoptedExits();

  /** Of one thread, which is there from the beginning. */
  private final ThreadPoolExecutor spare =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("ends").factory());

  public Ends(OutputPump pump, ExecutorService background) {
    this.pump = pump;
    this.background = background;
    spare.prestartCoreThread();
  }

  /** Has {@code action} run once the process has ended; the descriptor stays the caller's. */
  public void watch(PidFd process, Runnable action) {
    pump.onEnd(process.fd(), () -> execute(action));
  }

  /** What is known of processes that are no children of this one. */
  public AdoptedExits adopted() {
    return adopted;
  }

  private void execute(Runnable action) {
    try {
      background.execute(action);
    } catch (OutOfMemoryError noThread) {
      spare.execute(() -> guarded(action));
    }
  }

  /** A failure must not end the thread, which could not be replaced. */
  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /**
   * Kills and reaps a process that has no owner. One that is frozen goes when it is thawed, and is
   * not waited for.
   *
   * @param process closed by this, later perhaps
   */
  public void kill(PidFd process) {
    FirstProcess.send(process, Signal.KILL);
    if (process.awaitEnd(GRACE_MILLIS)) {
      reap(process);
    } else {
      pump.onEnd(process.fd(), () -> reap(process));
    }
  }

  private static void reap(PidFd process) {
    try (process) {
      process.waitExit();
    } catch (SyscallException notOurs) {
      // ECHILD: somebody else is its parent.
      return;
    }
  }

  @Override
  public void close() {
    spare.shutdown();
    adopted.close();
  }
}
