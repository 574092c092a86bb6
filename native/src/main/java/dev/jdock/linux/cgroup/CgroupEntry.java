package dev.jdock.linux.cgroup;

import dev.jdock.linux.Fd;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Lets one process of a single thread join a cgroup and create a child in it.
 *
 * <p>To be closed when that process has ended: until then the pids limit is one higher, because it
 * counts beside its child.
 */
public final class CgroupEntry implements AutoCloseable {
  private final List<Fd> files;
  private final IntConsumer mover;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  CgroupEntry(List<Fd> files, IntConsumer mover, Runnable onClose) {
    this.files = List.copyOf(files);
    this.mover = mover;
    this.onClose = onClose;
  }

  /**
   * The {@code tasks} files of version 1, to each of which the process writes 0. A task that moves
   * itself does not take the lock that blocks every fork and exec of the machine
   * (cgroup_procs_write_start in kernel/cgroup/cgroup.c). Version 2 has none.
   */
  public List<Fd> files() {
    return files;
  }

  /** Moves the process into the hierarchies that it cannot join by itself. */
  public void move(int pid) {
    mover.accept(pid);
  }

  /** A second call does nothing: the limit may be another one by then. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      files.forEach(Fd::close);
      onClose.run();
    }
  }
}
