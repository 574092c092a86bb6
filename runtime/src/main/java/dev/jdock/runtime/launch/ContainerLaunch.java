package dev.jdock.runtime.launch;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.starter.StartRequest.Joined;
import dev.jdock.runtime.launch.SharedNamespaces.Shared;
import dev.jdock.runtime.rootfs.RootfsFinish;
import dev.jdock.runtime.rootfs.RootfsMounts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Starts a container: a thread of its own takes new namespaces, mounts, and has a starter become
 * the container's first process; the calling thread connects the network meanwhile. See
 * docs/container-start.md.
 */
public final class ContainerLaunch {
  private static final int STACK_BYTES = 512 << 10;

  private final LaunchPlan plan;
  private final Starters starters;

  /** The id of the thread that has the new namespaces, which others may use from now on. */
  private final CompletableFuture<Integer> namespaces = new CompletableFuture<>();

  /** The network is connected. */
  private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();

  /** The pid that hooks are told. */
  private final CompletableFuture<Integer> present = new CompletableFuture<>();

  /** The hooks outside of the container are through. */
  private final CompletableFuture<@Nullable Void> hooked = new CompletableFuture<>();

  private final CompletableFuture<Launched> executed = new CompletableFuture<>();

  private ContainerLaunch(LaunchPlan plan, Starters starters) {
    this.plan = plan;
    this.starters = starters;
  }

  /**
   * Returns once the container's program is executed. Nothing is left behind when it throws.
   *
   * @throws dev.jdock.image.error.JdockException when user, program or a mount is not to be had
   * @throws SyscallException when the kernel refuses
   */
  public static Launched start(LaunchPlan plan, Starters starters) {
    return new ContainerLaunch(plan, starters).start();
  }

  private Launched start() {
    Thread thread = new Thread(null, this::run, "container-start", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      accompany();
    } finally {
      interrupted = join(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Failure.unwrapped(executed);
  }

  /** What is done in the engine's own namespaces while the other thread goes on. */
  private void accompany() {
    try {
      connectNetwork(namespaces.join());
      connected.complete(null);
      plan.hooks().run(Hook.Moment.CREATE_RUNTIME, present.join());
      hooked.complete(null);
    } catch (Throwable e) {
      // The other thread waits for these: its own failure is the one that counts, or else this one.
      connected.completeExceptionally(e);
      hooked.completeExceptionally(e);
    }
  }

  /**
   * Waits for the thread. Nobody but the container itself is in a pid namespace of its own, so its
   * start comes to an end; in another's the processes there may stop it, and an interrupt ends it.
   */
  private boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        if (!isPidNamespaceOwn()) {
          thread.interrupt();
        }
      }
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

  private void run() {
    try {
      executed.complete(launch());
    } catch (Throwable e) {
      executed.completeExceptionally(e);
      namespaces.completeExceptionally(e);
      present.completeExceptionally(e);
    }
  }

  private Launched launch() throws InterruptedException {
    takeNamespaces();
    namespaces.complete(Namespaces.threadId());
    name();
    try (PreparedProcess prepared = prepare();
        StartingProcess process = StartingProcess.spawn(starters, prepared, plan.cgroup())) {
      Failure.unwrapped(connected);
      if (isPidNamespaceOwn()) {
        // proc cannot be mounted before there is a process; nobody else is there to see it wait.
        process.bear(List.of(), fresh());
        finish(prepared, process);
      } else {
        // Where others are, it appears when its root is whole.
        finish(prepared, process);
        process.bear(joined(), fresh());
      }
      return process.execute();
    }
  }

  private boolean isPidNamespaceOwn() {
    return plan.shared().pid() instanceof Shared.Own;
  }

  /** What is joined is joined before anything is mounted: sysfs and mqueue show it. */
  private void takeNamespaces() {
    SharedNamespaces shared = plan.shared();
    int own = Namespaces.NEWNS;
    own |= shared.hostUts() ? 0 : Namespaces.NEWUTS;
    own |= shared.ipc() instanceof Shared.Own ? Namespaces.NEWIPC : 0;
    own |= plan.network() == null ? 0 : Namespaces.NEWNET;
    Namespaces.unshare(own);
    if (shared.ipc() instanceof Shared.Of other) {
      Namespaces.enter(other.process().fd(), Namespaces.NEWIPC);
    }
    if (shared.network() instanceof Shared.Of other) {
      Namespaces.enter(other.process().fd(), Namespaces.NEWNET);
    }
  }

  /** What the starter takes itself, since a thread of the engine shall have none of it. */
  private int fresh() {
    return (isPidNamespaceOwn() ? Namespaces.NEWPID : 0)
        | (plan.shared().hostCgroup() ? 0 : Namespaces.NEWCGROUP);
  }

  private List<Joined> joined() {
    return plan.shared().pid() instanceof Shared.Of other
        ? List.of(new Joined(other.process().fd(), Namespaces.NEWPID))
        : List.of();
  }

  private void name() {
    if (!plan.shared().hostUts()) {
      Namespaces.hostname(plan.hostname());
      if (!plan.domainname().isEmpty()) {
        Namespaces.domainname(plan.domainname());
      }
    }
  }

  private PreparedProcess prepare() {
    try (RootDirectory root = RootfsMounts.mount(plan.rootfs())) {
      return new ProcessPreparation(plan.process(), root).prepare();
    }
  }

  /** From here on, no path leads to a file of the host any more. */
  private void finish(PreparedProcess prepared, StartingProcess process) {
    int pid = process.pid();
    Sysctls.write(plan.shared().sysctls());
    present.complete(pid);
    Failure.unwrapped(hooked);
    ContainerProc proc = new ContainerProc(starters, plan.shared().pid());
    RootfsFinish.finish(
        plan.rootfs(),
        (target, name) -> proc.mount(target, name, pid),
        prepared.console(),
        () -> plan.hooks().run(Hook.Moment.CREATE_CONTAINER, pid));
  }
}
