package dev.jdock.linux.mount;

import dev.jdock.linux.namespace.Namespaces;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that needs mounts which no other thread sees: done by a short-lived thread in a mount
 * namespace of its own (unshare(2), CLONE_NEWNS with CLONE_FS). The kernel removes the mounts when
 * the thread ends.
 */
public final class PrivateMounts {
  private static final ScopedValue<Boolean> HERE = ScopedValue.newInstance();

  private PrivateMounts() {}

  /**
   * Whether the current thread has mounts of its own. A thread that it starts has the same, and
   * keeps them for as long as it lives: pools must not be let start any here.
   */
  public static boolean isHere() {
    return HERE.isBound();
  }

  /**
   * Runs {@code work}, and returns or throws what it does. When the calling thread is interrupted,
   * so is the worker; it has ended by the time this returns.
   *
   * @throws InterruptedException when the calling thread was interrupted, whether the work was
   *     finished or not
   */
  public static <T> T call(Callable<T> work) throws Exception {
    var task =
        new FutureTask<T>(() -> {
          Namespaces.unshare(Namespaces.NEWNS | Namespaces.CLONE_FS);
          // Slave, not private: an unmount on the host must not be held up by this copy.
          Mounts.propagation(Path.of("/"), Mounts.REC | Mounts.SLAVE);
          return ScopedValue.where(HERE, true).call(work::call);
        });
    Thread worker = Thread.ofPlatform().daemon().name("private-mounts").start(task);
    boolean interrupted = join(worker);
    if (interrupted) {
      throw new InterruptedException();
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static boolean join(Thread worker) {
    boolean interrupted = false;
    while (true) {
      try {
        worker.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        worker.interrupt();
      }
    }
  }

  private static Exception unwrapped(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof Exception exception ? exception : e;
  }
}
