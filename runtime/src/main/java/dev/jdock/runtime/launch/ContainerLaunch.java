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
 * Starts a container: a thread of its own takes new namespaces, mounts, and spawns the starter that
 * becomes the container's first process; the calling thread connects the network meanwhile, and
 * leads the starter. See docs/container-start.md.
 */
public final class ContainerLaunch {
  private static final int STACK_BYTES = 512 << 10;

  private final LaunchPlan plan;
  private final Starters starters;

  /** The id of the thread that has the new namespaces, which other threads may use from now on. */
  private final CompletableFuture<Integer> namespaces = new CompletableFuture<>();

  /** The starter, in these namespaces; closed by the calling thread. */
  private final CompletableFuture<StartingProcess> spawned = new CompletableFuture<>();

  /** The pid of a process in the container's pid namespace, if that is its own. */
  private final CompletableFuture<Integer> present = new CompletableFuture<>();

  /** The root is changed. */
  private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();

  private boolean interrupted;

  private ContainerLaunch(LaunchPlan plan, Starters starters) {
    this.plan = plan;
    this.starters = starters;
  }

  /**
   * Returns once the container's program is executed. Nothing is left behind when it throws.
   *
   * @throws dev.jdock.image.error.JdockException when the user, the program or a mount does not
   *     exist or cannot be used
   * @throws SyscallException when the kernel refuses
   */
  public static Launched start(LaunchPlan plan, Starters starters) {
    starters.warmUp();
    return new ContainerLaunch(plan, starters).start();
  }

  private Launched start() {
    Thread thread = new Thread(null, this::run, "container-start", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return lead();
    } catch (InterruptedException e) {
      interrupted = true;
      throw Failure.interrupted(e);
    } finally {
      // It waits for this, or has ended.
      present.cancel(false);
      Failure.uninterruptibly(thread::join);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** On the calling thread, in the engine's own namespaces. */
  private Launched lead() throws InterruptedException {
    try {
      connectNetwork(Failure.unwrapped(namespaces));
    } catch (Throwable e) {
      present.cancel(false);
      closeSpawned(e);
      throw e;
    }
    try (StartingProcess process = Failure.unwrapped(spawned)) {
      boolean own = isPidNamespaceOwn();
      if (own) {
        // proc cannot be mounted before there is a process; nobody else is there to see it wait.
        process.become(List.of(), fresh());
        awaitChild(process);
      }
      plan.hooks().run(Hook.Moment.CREATE_RUNTIME, process.pid());
      present.complete(process.pid());
      Failure.unwrapped(finished);
      if (!own) {
        // Where others are, it appears when its root is whole.
        process.become(joined(), fresh());
        awaitChild(process);
      }
      if (plan.holdsMounts()) {
        process.holdMounts();
      }
      process.release();
      return awaitExecution(process);
    }
  }

  /** What kept the other thread from a process is the cause: its namespaces go with that thread. */
  private void closeSpawned(Throwable consequence) {
    StartingProcess process;
    try {
      process = Failure.unwrapped(spawned);
    } catch (RuntimeException | Error cause) {
      if (!cause.equals(consequence)) {
        cause.addSuppressed(consequence);
      }
      throw cause;
    }
    process.close();
  }

  private void awaitChild(StartingProcess process) throws InterruptedException {
    while (true) {
      try {
        process.awaitChild();
        return;
      } catch (InterruptedException e) {
        breakOffOrNote(e);
      }
    }
  }

  private Launched awaitExecution(StartingProcess process) throws InterruptedException {
    while (true) {
      try {
        return process.awaitExecution();
      } catch (InterruptedException e) {
        breakOffOrNote(e);
      }
    }
  }

  /**
   * Nothing but the container itself is in a pid namespace of its own, so its start comes to an
   * end; in another's, the processes there may hold it up for ever.
   */
  private void breakOffOrNote(InterruptedException e) throws InterruptedException {
    if (!isPidNamespaceOwn()) {
      throw e;
    }
    interrupted = true;
  }

  private void connectNetwork(int threadId) {
    if (plan.network() != null) {
      try (NetworkNamespace namespace =
          NetworkNamespace.of(Path.of("/proc/self/task/" + threadId + "/ns/net"))) {
        plan.network().connect(namespace);
      }
    }
  }

  /** On the thread of its own. */
  private void run() {
    try {
      takeNamespaces();
      namespaces.complete(Namespaces.threadId());
      name();
      StartingProcess process = spawn(prepare());
      String console = process.console();
      spawned.complete(process);
      finish(Failure.unwrapped(present), console);
      finished.complete(null);
    } catch (Throwable e) {
      namespaces.completeExceptionally(e);
      spawned.completeExceptionally(e);
      finished.completeExceptionally(e);
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

  private StartingProcess spawn(PreparedProcess prepared) {
    StartingProcess process;
    try {
      process = StartingProcess.spawn(starters, plan.process());
    } catch (Throwable e) {
      prepared.close();
      throw e;
    }
    try {
      process.prepare(prepared, plan.cgroup());
      return process;
    } catch (Throwable e) {
      process.close();
      throw e;
    }
  }

  /**
   * After this, no path of this thread leads to a file of the host any more: not even a class's.
   */
  private void finish(int pid, @Nullable String console) {
    Sysctls.write(plan.shared().sysctls());
    ContainerProc proc = new ContainerProc(starters, plan.shared().pid());
    RootfsFinish.finish(
        plan.rootfs(),
        (target, name) -> proc.mount(target, name, pid),
        console,
        () -> plan.hooks().run(Hook.Moment.CREATE_CONTAINER, pid));
  }
}
