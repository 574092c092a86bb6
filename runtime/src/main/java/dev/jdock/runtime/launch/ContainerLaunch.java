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
 * Starts a container: a thread of its own takes new namespaces, while the caller still gets ready
 * what is to come into them, mounts, and spawns the starter that becomes the container's first
 * process; the calling thread connects the network meanwhile, and leads the starter. See
 * docs/container-start.md.
 */
public final class ContainerLaunch {
  private static final int STACK_BYTES = 512 << 10;

  private final NamespacePlan wanted;
  private final Starters starters;
  private final Thread thread;

  /** What is to be done once the namespaces are there; cancelled if it does not come to that. */
  private final CompletableFuture<LaunchPlan> planned = new CompletableFuture<>();

  /** The id of the thread that has the new namespaces, which other threads may use from now on. */
  private final CompletableFuture<Integer> namespaces = new CompletableFuture<>();

  /** The starter, in these namespaces; closed by the calling thread. */
  private final CompletableFuture<StartingProcess> spawned = new CompletableFuture<>();

  /** The pid of a process in the container's pid namespace, if that is its own. */
  private final CompletableFuture<Integer> present = new CompletableFuture<>();

  /** The root is changed. */
  private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();

  private boolean interrupted;

  private ContainerLaunch(NamespacePlan wanted, Starters starters) {
    this.wanted = wanted;
    this.starters = starters;
    this.thread = new Thread(null, this::run, "container-start", STACK_BYTES);
    thread.setDaemon(true);
  }

  /** Begins to take the namespaces. Either {@link #start} or {@link #abandon} is to follow. */
  public static ContainerLaunch begin(NamespacePlan wanted, Starters starters) {
    starters.warmUp();
    ContainerLaunch launch = new ContainerLaunch(wanted, starters);
    launch.thread.start();
    return launch;
  }

  /** Lets the namespaces go, if the launch has not come to its end. */
  public void abandon() {
    planned.cancel(false);
    Failure.uninterruptibly(thread::join);
  }

  /**
   * Returns once the container's program is executed. Nothing is left behind when it throws.
   *
   * @throws dev.jdock.image.error.JdockException when the user, the program or a mount does not
   *     exist or cannot be used
   * @throws SyscallException when the kernel refuses
   */
  public Launched start(LaunchPlan plan) {
    planned.complete(plan);
    try {
      return lead(plan);
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
  private Launched lead(LaunchPlan plan) throws InterruptedException {
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
    if (wanted.network() != null) {
      try (NetworkNamespace namespace =
          NetworkNamespace.of(Path.of("/proc/self/task/" + threadId + "/ns/net"))) {
        wanted.network().connect(namespace);
      }
    }
  }

  /** On the thread of its own. */
  private void run() {
    try {
      takeNamespaces();
      name();
      namespaces.complete(Namespaces.threadId());
      LaunchPlan plan = Failure.unwrapped(planned);
      StartingProcess process = spawn(plan, prepare(plan));
      String console = process.console();
      spawned.complete(process);
      finish(plan, Failure.unwrapped(present), console);
      finished.complete(null);
    } catch (Throwable e) {
      namespaces.completeExceptionally(e);
      spawned.completeExceptionally(e);
      finished.completeExceptionally(e);
    }
  }

  private boolean isPidNamespaceOwn() {
    return wanted.shared().pid() instanceof Shared.Own;
  }

  /** What is joined is joined before anything is mounted: sysfs and mqueue show it. */
  private void takeNamespaces() {
    SharedNamespaces shared = wanted.shared();
    int own = Namespaces.NEWNS;
    own |= shared.hostUts() ? 0 : Namespaces.NEWUTS;
    own |= shared.ipc() instanceof Shared.Own ? Namespaces.NEWIPC : 0;
    own |= wanted.network() == null ? 0 : Namespaces.NEWNET;
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
        | (wanted.shared().hostCgroup() ? 0 : Namespaces.NEWCGROUP);
  }

  private List<Joined> joined() {
    return wanted.shared().pid() instanceof Shared.Of other
        ? List.of(new Joined(other.process().fd(), Namespaces.NEWPID))
        : List.of();
  }

  private void name() {
    if (!wanted.shared().hostUts()) {
      Namespaces.hostname(wanted.hostname());
      if (!wanted.domainname().isEmpty()) {
        Namespaces.domainname(wanted.domainname());
      }
    }
  }

  private static PreparedProcess prepare(LaunchPlan plan) {
    try (RootDirectory root = RootfsMounts.mount(plan.rootfs())) {
      return new ProcessPreparation(plan.process(), root).prepare();
    }
  }

  private StartingProcess spawn(LaunchPlan plan, PreparedProcess prepared) {
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
  private void finish(LaunchPlan plan, int pid, @Nullable String console) {
    Sysctls.write(wanted.shared().sysctls());
    ContainerProc proc = new ContainerProc(starters, wanted.shared().pid());
    RootfsFinish.finish(
        plan.rootfs(),
        (target, name) -> proc.mount(target, name, pid),
        console,
        () -> plan.hooks().run(Hook.Moment.CREATE_CONTAINER, pid));
  }
}
