package dev.jdock.linux.cgroup;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.C;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.Pointer;

/**
 * Open {@code tasks} files of version 1, through which one thread moves itself into a cgroup.
 *
 * <p>To be closed when that thread has ended: until then the pids limit is one higher, because the
 * thread itself counts.
 */
public final class ThreadEntry implements AutoCloseable {
  private final List<Fd> tasks;
  private final int[] numbers;
  private final Pointer zero = C.string("0");
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  ThreadEntry(List<Fd> tasks, Runnable onClose) {
    this.tasks = List.copyOf(tasks);
    this.numbers = tasks.stream().mapToInt(Fd::number).toArray();
    this.onClose = onClose;
    LIBC.write(-1, zero, 0); // links the binding, which must not happen in joinCurrentThread()
  }

  /**
   * Moves the calling thread alone. Writing 0 instead of its id spares the lock that holds up every
   * fork and exec of the machine (cgroup_procs_write_start in kernel/cgroup/cgroup.c).
   */
  public void joinCurrentThread() {
    for (int number : numbers) {
      C.check(LIBC.write(number, zero, 1), "write", "tasks");
    }
  }

  /** A second call does nothing: the limit may be another one by then. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      tasks.forEach(Fd::close);
      onClose.run();
    }
  }
}
