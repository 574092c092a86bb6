package dev.jdock.linux.namespace;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.WorkerThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * A network namespace, kept alive by this object even when no process is in it any more:
 * network_namespaces(7).
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x40000000;

  private final Fd fd;

  private NetworkNamespace(Fd fd) {
    this.fd = fd;
  }

  /**
   * The network namespace of a process.
   *
   * @throws SyscallException ENOENT when there is no such process
   */
  public static NetworkNamespace of(long pid) {
    return of(Path.of("/proc/" + pid + "/ns/net"));
  }

  /** The one that a file of /proc/PID/ns, or a bind mount of one, stands for. */
  public static NetworkNamespace of(Path file) {
    return new NetworkNamespace(Fd.open(file, Fd.O_RDONLY));
  }

  /** The network namespace of the calling thread. */
  public static NetworkNamespace current() {
    return of(Path.of("/proc/thread-self/ns/net"));
  }

  /** The same namespace, to be closed by itself. */
  public NetworkNamespace duplicate() {
    return new NetworkNamespace(fd.duplicate());
  }

  /** The descriptor, still owned by this object. */
  public Fd fd() {
    return fd;
  }

  /**
   * Runs {@code body} inside the namespace, on a thread of its own that ends with it; sockets that
   * it opens stay in the namespace wherever they are used.
   *
   * @throws SyscallException when the namespace cannot be entered
   * @throws RuntimeException what {@code body} threw, wrapped if it is a checked exception
   */
  public <T> T call(Callable<T> body) {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          check(LIBC.setns(fd.number(), CLONE_NEWNET), "setns", "CLONE_NEWNET");
          return body.call();
        });
    // A platform thread: a virtual one would leave its carrier in the namespace.
    Thread thread = Thread.ofPlatform().name("netns").start(task);
    // Until it is gone, so that nothing keeps the namespace alive by accident.
    WorkerThread.await(thread);
    return result(task);
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.resultNow();
    } catch (IllegalStateException failed) {
      throw unchecked(task.exceptionNow());
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    return switch (failure) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case IOException e -> new UncheckedIOException(e);
      default -> new IllegalStateException(failure);
    };
  }

  @Override
  public void close() {
    fd.close();
  }
}
