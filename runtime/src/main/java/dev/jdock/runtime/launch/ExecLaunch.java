package dev.jdock.runtime.launch;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.ThreadEntry;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.tty.PseudoTerminal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts a further process in the namespaces of a running container. */
public final class ExecLaunch {
  private final ProcessPlan process;
  private final PidFd container;
  private final CgroupDirectory cgroup;
  private final Optional<ThreadEntry> cgroupEntry;
  private final Gate gate;
  private final AtomicReference<@Nullable PseudoTerminal> terminal = new AtomicReference<>();

  private ExecLaunch(
      ProcessPlan process,
      PidFd container,
      CgroupDirectory cgroup,
      Optional<ThreadEntry> cgroupEntry,
      Gate gate) {
    this.process = process;
    this.container = container;
    this.cgroup = cgroup;
    this.cgroupEntry = cgroupEntry;
    this.gate = gate;
  }

  /**
   * Returns once the program is executed.
   *
   * @param container its first process
   * @param runDir a folder of the host for this process alone, into which every user may step
   * @throws dev.jdock.image.error.JdockException when user or program is not to be had
   * @throws SyscallException when the kernel refuses; nothing is left behind in either case
   */
  public static Launched start(
      ProcessPlan process, PidFd container, CgroupDirectory cgroup, Path runDir) {
    Optional<ThreadEntry> cgroupEntry = cgroup.threadEntry();
    try (Gate gate = new Gate(runDir)) {
      return new ExecLaunch(process, container, cgroup, cgroupEntry, gate).start();
    } finally {
      cgroupEntry.ifPresent(ThreadEntry::close);
    }
  }

  private Launched start() {
    SpawningThread thread = new SpawningThread("container-exec", this::prepare);
    PidFd handle = null;
    try {
      int pid = thread.awaitChild();
      handle = PidFd.open(pid);
      // The child is in the cgroup by now; closing takes back the room that the thread needed.
      cgroupEntry.ifPresentOrElse(ThreadEntry::close, () -> cgroup.join(pid));
      process.limits().apply(pid);
      try (Fd opened = gate.open()) {
        opened.number();
        thread.awaitExecution();
      }
      return new Launched(pid, handle, terminal.getAndSet(null));
    } catch (RuntimeException e) {
      undo(thread, handle);
      throw thread.causeOf(e);
    }
  }

  private SpawningThread.Prepared prepare(Runnable namespacesReady) {
    cgroupEntry.ifPresent(ThreadEntry::joinCurrentThread);
    AppArmor.onExec(process.appArmor());
    Namespaces.unshare(Namespaces.CLONE_FS);
    Namespaces.enter(
        container.fd(),
        Namespaces.NEWNS
            | Namespaces.NEWUTS
            | Namespaces.NEWIPC
            | Namespaces.NEWNET
            | Namespaces.NEWCGROUP);
    namespacesReady.run();
    try (RootDirectory root = RootDirectory.open(Path.of("/"));
        ProcessPreparation preparation = new ProcessPreparation(process, root)) {
      SpawningThread.Prepared prepared =
          preparation.prepare(gate, () -> Namespaces.enter(container.fd(), Namespaces.NEWPID));
      terminal.set(preparation.takeTerminal());
      return prepared;
    }
  }

  private void undo(SpawningThread thread, @Nullable PidFd handle) {
    thread.abandon(handle);
    PseudoTerminal pty = terminal.getAndSet(null);
    if (pty != null) {
      pty.close();
    }
  }
}
