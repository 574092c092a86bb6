package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerLogs;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.ContainerState.Status;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.container.start.ContainerEtc;
import dev.jdock.runtime.container.start.ProcessStart;
import dev.jdock.runtime.container.start.RunResources;
import dev.jdock.runtime.network.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a new engine does with the containers of the one before it: takes over those that still run,
 * and brings to an end what was cut short.
 */
public final class AdoptContainers {
  private static final int UNKNOWN_EXIT_CODE = 255;

  private final ContainerRegistry registry;
  private final RunResources resources;
  private final ContainerEtc etc;
  private final ContainerLogs logs;
  private final Life life;

  public AdoptContainers(
      ContainerRegistry registry,
      RunResources resources,
      ContainerEtc etc,
      ContainerLogs logs,
      Life life) {
    this.registry = registry;
    this.resources = resources;
    this.etc = etc;
    this.logs = logs;
    this.life = life;
  }

  /**
   * One that cannot be taken over or brought to its end does not hold up the others.
   *
   * @return a line for each of those
   */
  public List<String> run() {
    List<String> warnings = new ArrayList<>();
    resources.volumes().forget();
    Set<String> live = new HashSet<>();
    for (ContainerRecord record : resources.files().load()) {
      Container container = register(record);
      try {
        if (container != null && adopt(container)) {
          live.add(record.id());
        }
      } catch (RuntimeException e) {
        live.add(record.id());
        warnings.add("container " + record.id() + " cannot be taken over: " + e.getMessage());
      }
    }
    // Whatever became of these, their processes and files are not ours to take.
    live.addAll(resources.files().damaged().keySet());
    killWhatNobodyKnows(live);
    resources.networks().prune(live);
    boolean afterBoot = resources.files().firstOfBoot();
    registry.all().stream()
        .filter(container -> !container.state().running())
        .forEach(container -> startByPolicy(container, afterBoot));
    return warnings;
  }

  /** Null for one whose state cannot be read. */
  private @Nullable Container register(ContainerRecord record) {
    try {
      return registry.register(record);
    } catch (JdockException e) {
      resources.files().leaveOut(record, e);
      return null;
    }
  }

  /** What its policy wants to run; the reason of a failed start is in its state. */
  private void startByPolicy(Container container, boolean afterBoot) {
    ContainerState state = container.state();
    if (state.restarting()) {
      life.restart().schedule(container, container.restartPace().next(state.ranFor()));
    } else if (state.status() == Status.EXITED
        && container.restartPolicy().startsWithEngine(state, afterBoot)) {
      container.restarting(state.toStart(), () -> {});
      life.restart().schedule(container, Duration.ZERO);
    }
  }

  /** Steps of builds that went on when their engine was killed. */
  private void killWhatNobodyKnows(Set<String> live) {
    for (String id : resources.files().runIds()) {
      if (!registry.knows(id) && !live.contains(id)) {
        resources.removeStep(id);
      }
    }
  }

  /** Whether it runs. */
  private boolean adopt(Container container) {
    ContainerState state = container.state();
    if (state.status() == Status.REMOVING || state.status() == Status.DEAD) {
      resources.release(container.record());
      life.remove().afterExit(container);
      return false;
    }
    if (state.running() && takeOver(container, state)) {
      return true;
    }
    resources.release(container.record());
    if (state.running()) {
      container.io().complete(resources.files().run(container.id()), () -> logs.resume(container));
    }
    resources.removeDirectory(container.id());
    if (state.running()) {
      container.ended(state.exited(UNKNOWN_EXIT_CODE, false, life.clock().instant()));
    }
    if (isOver(container) && container.removesItself()) {
      life.remove().afterExit(container);
    }
    return false;
  }

  /** One of {@code run} that its engine did not come to start is not started any more. */
  private static boolean isOver(Container container) {
    return switch (container.state().status()) {
      case EXITED -> true;
      case CREATED -> container.record().spec().lifecycle().startsAtOnce();
      case RUNNING, RESTARTING, REMOVING, DEAD -> false;
    };
  }

  /** The start time is compared after the pidfd is open: from then on the pid is taken. */
  private boolean takeOver(Container container, ContainerState state) {
    PidFd process;
    try {
      process = PidFd.open(state.pid());
    } catch (SyscallException gone) {
      return false;
    }
    if (ProcessStart.of(state.pid()) != state.processStart() || !process.isAlive()) {
      process.close();
      return false;
    }
    try {
      adoptNetwork(container);
      adoptVolumes(container, process);
      container.io().adopt(resources.files().run(container.id()), logs.resume(container));
      container.running(state, process, null);
    } catch (RuntimeException e) {
      Steps steps = new Steps();
      steps.run(container.io()::release);
      steps.run(() -> resources.volumes().release(container.id()));
      steps.run(process::close);
      steps.suppressedBy(e);
      throw e;
    }
    life.healthChecks().begin(container, false);
    resources
        .cgroups()
        .find(container.record())
        .ifPresent(cgroup -> container.paused(cgroup.frozen()));
    life.commitPause().thawAfterCrash(container);
    life.exit().watchAdopted(container, process);
    return true;
  }

  /** It has what is mounted in it, whether others can have the same or not. */
  private void adoptVolumes(Container container, PidFd process) {
    container.record().mounts().stream()
        .filter(mount -> mount.type().equals("volume"))
        .forEach(mount -> adoptVolume(container, mount, process));
  }

  private void adoptVolume(Container container, MountPoint mount, PidFd process) {
    try {
      resources.volumes().adopt(container.id(), mount.name(), process, mount.destination());
    } catch (JdockException unreadable) {
      // A container goes on with the files of a volume whose record cannot be read.
      return;
    }
  }

  /** What is recorded counts where a connection was cut short. */
  private void leaveOthers(Container container) {
    Set<String> wanted = new HashSet<>();
    container.record().spec().networking().networks().forEach(each -> wanted.add(each.network()));
    try (NetworkNamespace netns = NetworkNamespace.of(container.state().pid())) {
      resources
          .networks()
          .leaveOthers(container.id(), wanted, netns)
          .forEach(endpoint -> etc.disconnected(container.record(), endpoint));
    } catch (SyscallException ended) {
      // It has just ended; what follows an end finds that out.
      return;
    }
  }

  private void adoptNetwork(Container container) {
    try {
      List<Endpoint> _ = resources.networks().adopt(container.id());
      leaveOthers(container);
      resources.nameServers().adopt(container.record(), container.state().pid());
    } catch (JdockException lost) {
      // It goes on without its network, as it would have without an engine.
      return;
    }
  }
}
