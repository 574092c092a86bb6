package dev.jdock.runtime.launch;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.capability.Credentials;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import jnr.constants.platform.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The thread that becomes the parent of a container's process: it puts on everything the process is
 * to inherit, spawns it, and dies. From {@link Prepared#pidNamespace} on it must not do anything
 * that could start a Java thread, for the kernel would refuse (clone(2), EINVAL for threads across
 * pid namespaces); that is why preparation and {@link #run} are apart.
 */
final class SpawningThread {
  private static final int SIGKILL = 9;
  private static final int STACK_BYTES = 512 << 10;
  private static final long POLL_NANOS = 30_000;

  /** What is left to do once everything that allocates is done. */
  record Prepared(Spawn spawn, Credentials credentials, Runnable pidNamespace) {}

  /** Enters namespaces and mounts; may allocate and load classes. */
  @FunctionalInterface
  interface Preparation {
    /** Calls {@code namespacesReady} once other threads may use the new namespaces. */
    Prepared prepare(Runnable namespacesReady);
  }

  private final Preparation preparation;
  private final CountDownLatch namespacesReady = new CountDownLatch(1);
  private final CountDownLatch spawning = new CountDownLatch(1);
  private final Thread thread;
  private volatile int threadId;
  private volatile boolean ended;
  private volatile @Nullable RuntimeException failure;

  SpawningThread(String name, Preparation preparation) {
    this.preparation = preparation;
    this.thread = new Thread(null, this::run, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      threadId = Namespaces.threadId();
      Prepared prepared = preparation.prepare(namespacesReady::countDown);
      spawning.countDown();
      prepared.pidNamespace().run();
      prepared.credentials().apply();
      prepared.spawn().run();
    } catch (RuntimeException e) {
      failure = e;
    } catch (Throwable e) {
      failure = new IllegalStateException("cannot start a process: " + e, e);
    } finally {
      ended = true;
      namespacesReady.countDown();
      spawning.countDown();
    }
  }

  /** Waits for the new namespaces, and returns the id of the thread that has them. */
  int awaitNamespaces() {
    uninterruptibly(namespacesReady::await);
    throwFailure();
    return threadId;
  }

  /** Waits for the child, which then waits at its gate, and returns its pid on the host. */
  int awaitChild() {
    uninterruptibly(spawning::await);
    while (true) {
      boolean over = ended;
      String children = children();
      if (!children.isEmpty()) {
        return Integer.parseInt(children.split(" ", 2)[0]);
      }
      throwFailure();
      if (over) {
        throw new IllegalStateException("the process was gone before its start");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private String children() {
    try {
      return Files.readString(Spawn.childrenFile(threadId)).trim();
    } catch (IOException e) {
      return "";
    }
  }

  /** Waits until the program is executed; throws what kept it from that. */
  void awaitExecution() {
    uninterruptibly(thread::join);
    throwFailure();
  }

  /**
   * Undoes a start: kills the child that may wait at its gate, and reaps it.
   *
   * @param child null when it is not known; closed by this
   */
  void abandon(@Nullable PidFd child) {
    PidFd handle = child == null ? childOrNull() : child;
    if (handle == null) {
      uninterruptibly(thread::join);
      return;
    }
    try (handle) {
      ignoringGone(() -> handle.sendSignal(SIGKILL));
      uninterruptibly(thread::join);
      ignoringGone(handle::waitExit);
    }
  }

  private @Nullable PidFd childOrNull() {
    try {
      return PidFd.open(awaitChild());
    } catch (RuntimeException none) {
      return null;
    }
  }

  /** A child that could not execute its program is reaped by posix_spawn: ESRCH, ECHILD. */
  private static void ignoringGone(Runnable call) {
    try {
      call.run();
    } catch (SyscallException gone) {
      if (gone.errno() != Errno.ESRCH && gone.errno() != Errno.ECHILD) {
        throw gone;
      }
    }
  }

  /** Once the thread has ended: what went wrong there, or else what its absence led to. */
  RuntimeException causeOf(RuntimeException consequence) {
    RuntimeException cause = failure;
    if (cause == null || cause.equals(consequence)) {
      return consequence;
    }
    cause.addSuppressed(consequence);
    return cause;
  }

  private void throwFailure() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  /** Waiting that cannot be broken off: a half-started container has to be finished or undone. */
  interface Wait {
    void await() throws InterruptedException;
  }

  static void uninterruptibly(Wait wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          wait.await();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
