package dev.jdock.runtime.launch;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.cgroup.ThreadEntry;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.namespace.CgroupNamespace;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.launch.SharedNamespaces.Shared;
import dev.jdock.runtime.rootfs.RootfsFinish;
import dev.jdock.runtime.rootfs.RootfsMounts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts a container: a thread that takes on new namespaces, mounts, drops privileges and spawns;
 * the calling thread, which connects the network meanwhile; and a last thread that finishes the
 * mounts around the process waiting at its gate. See docs/container-start.md.
 */
public final class ContainerLaunch {
  private final LaunchPlan plan;
  private final Gate gate;

  /** Version 2 has no cgroups of threads: there the process is moved while it waits. */
  private final Optional<ThreadEntry> cgroupEntry;

  /** Version 2's, made while the spawning thread mounts; never completed where there is none. */
  private final CompletableFuture<CgroupNamespace> cgroupNamespace = new CompletableFuture<>();

  private final AtomicReference<@Nullable PseudoTerminal> terminal = new AtomicReference<>();

  private ContainerLaunch(LaunchPlan plan, Gate gate, Optional<ThreadEntry> cgroupEntry) {
    this.plan = plan;
    this.gate = gate;
    this.cgroupEntry = cgroupEntry;
  }

  /**
   * Returns once the container's program is executed.
   *
   * @throws dev.jdock.image.error.JdockException when user, program or a mount is not to be had
   * @throws SyscallException when the kernel refuses; nothing is left behind in either case
   */
  public static Launched start(LaunchPlan plan) {
    Optional<ThreadEntry> cgroupEntry = plan.cgroup().threadEntry();
    try (Gate gate = new Gate(plan.runDir())) {
      return new ContainerLaunch(plan, gate, cgroupEntry).start();
    } finally {
      cgroupEntry.ifPresent(ThreadEntry::close);
    }
  }

  private Launched start() {
    SpawningThread thread = new SpawningThread("container-start", this::prepare);
    PidFd handle = null;
    try {
      makeCgroupNamespace();
      int threadId = thread.awaitNamespaces();
      connectNetwork(threadId);
      int pid = thread.awaitChild();
      handle = PidFd.open(pid);
      // The child is in the cgroup by now; closing takes back the room that the thread needed.
      cgroupEntry.ifPresentOrElse(ThreadEntry::close, () -> plan.cgroup().join(pid));
      plan.process().limits().apply(pid);
      Sysctls.write(pid, plan.shared().sysctls());
      plan.hooks().run(Hook.Moment.CREATE_RUNTIME, pid);
      finishMounts(pid, handle);
      try (Fd opened = gate.open()) {
        opened.number();
        thread.awaitExecution();
      }
      return new Launched(pid, handle, terminal.getAndSet(null));
    } catch (RuntimeException e) {
      undo(thread, handle);
      throw thread.causeOf(e);
    } finally {
      if (cgroupNamespace.isDone() && !cgroupNamespace.isCompletedExceptionally()) {
        cgroupNamespace.join().close();
      }
    }
  }

  /** Whether a thread cannot make the container's cgroup namespace by itself. */
  private boolean needsCgroupNamespace() {
    return cgroupEntry.isEmpty() && !plan.shared().hostCgroup();
  }

  private void makeCgroupNamespace() {
    if (!needsCgroupNamespace()) {
      return;
    }
    try {
      cgroupNamespace.complete(CgroupNamespace.make(plan.namespaceProgram(), plan.cgroup()::join));
    } catch (RuntimeException e) {
      cgroupNamespace.completeExceptionally(e);
      throw e;
    }
  }

  private void enterCgroupNamespace() {
    if (!needsCgroupNamespace()) {
      return;
    }
    try {
      cgroupNamespace.join().enter();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void connectNetwork(int threadId) {
    if (plan.network() != null) {
      try (NetworkNamespace namespace =
          NetworkNamespace.of(Path.of("/proc/self/task/" + threadId + "/ns/net"))) {
        plan.network().connect(namespace);
      }
    }
  }

  /** Runs on the spawning thread, up to the point of no return. */
  private SpawningThread.Prepared prepare(Runnable namespacesReady) {
    cgroupEntry.ifPresent(ThreadEntry::joinCurrentThread);
    takeNamespaces();
    namespacesReady.run();
    if (!plan.shared().hostUts()) {
      Namespaces.hostname(plan.hostname());
      if (!plan.domainname().isEmpty()) {
        Namespaces.domainname(plan.domainname());
      }
    }
    AppArmor.onExec(plan.process().appArmor());
    try (RootDirectory root = RootfsMounts.mount(plan.rootfs());
        ProcessPreparation preparation = new ProcessPreparation(plan.process(), root)) {
      enterCgroupNamespace();
      SpawningThread.Prepared prepared = preparation.prepare(gate, this::takePidNamespace);
      terminal.set(preparation.takeTerminal());
      return prepared;
    }
  }

  /** What is joined is joined before anything is mounted: sysfs and mqueue show it. */
  private void takeNamespaces() {
    SharedNamespaces shared = plan.shared();
    int own = Namespaces.NEWNS;
    own |= shared.hostUts() ? 0 : Namespaces.NEWUTS;
    own |= shared.ipc() instanceof Shared.Own ? Namespaces.NEWIPC : 0;
    own |= plan.network() == null ? 0 : Namespaces.NEWNET;
    own |= cgroupEntry.isPresent() && !shared.hostCgroup() ? Namespaces.NEWCGROUP : 0;
    Namespaces.unshare(own);
    if (shared.ipc() instanceof Shared.Of other) {
      Namespaces.enter(other.process().fd(), Namespaces.NEWIPC);
    }
    if (shared.network() instanceof Shared.Of other) {
      Namespaces.enter(other.process().fd(), Namespaces.NEWNET);
    }
  }

  /** On the thread that may not do anything that is not prepared. */
  private void takePidNamespace() {
    Shared pid = plan.shared().pid();
    if (pid instanceof Shared.Own) {
      Namespaces.unshare(Namespaces.NEWPID);
    } else if (pid instanceof Shared.Of other) {
      Namespaces.enter(other.process().fd(), Namespaces.NEWPID);
    }
  }

  private void finishMounts(int pid, PidFd handle) {
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    PseudoTerminal pty = terminal.get();
    String console = pty == null ? null : "/dev/pts/" + pty.name();
    Thread finishing =
        new Thread(
            () -> {
              try (Fd namespace = Fd.open(Path.of("/proc/" + pid + "/ns/mnt"), Fd.O_RDONLY)) {
                Namespaces.unshare(Namespaces.CLONE_FS);
                Namespaces.enter(namespace, Namespaces.NEWNS);
                RootfsFinish.finish(plan.rootfs(), pid, console, () -> runHooks(pid, handle));
              } catch (RuntimeException e) {
                failure.set(e);
              } catch (Throwable e) {
                // The gate must not open on a root file system that is not finished.
                failure.set(new IllegalStateException("cannot finish the mounts: " + e, e));
              }
            },
            "container-mounts");
    finishing.setDaemon(true);
    finishing.start();
    SpawningThread.uninterruptibly(finishing::join);
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  /** On the thread that has the container's mounts; the rest that hooks may expect comes now. */
  private void runHooks(int pid, PidFd handle) {
    if (plan.hooks().any(Hook.Moment.CREATE_CONTAINER)) {
      Namespaces.enter(handle.fd(), Namespaces.NEWNET | Namespaces.NEWUTS | Namespaces.NEWIPC);
      plan.hooks().run(Hook.Moment.CREATE_CONTAINER, pid);
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
