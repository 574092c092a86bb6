package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.LoggedContainer;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.files.CommitContainer;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.ContainerState.Status;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.container.start.ProcessStart;
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

  private final ContainerRuntime runtime;

  public AdoptContainers(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * One that cannot be taken over or brought to its end keeps nobody from the others.
   *
   * @return a line for each of those
   */
  public List<String> run() {
    List<String> warnings = new ArrayList<>();
    Set<String> live = new HashSet<>();
    for (ContainerRecord record : runtime.files().load()) {
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
    live.addAll(runtime.files().damaged().keySet());
    killWhatNobodyKnows(live);
    runtime.networks().prune(live);
    boolean afterBoot = runtime.files().firstOfBoot();
    runtime.registry().all().stream()
        .filter(container -> !container.state().running())
        .forEach(container -> startByPolicy(container, afterBoot));
    return warnings;
  }

  /** Null for one whose state cannot be read. */
  private @Nullable Container register(ContainerRecord record) {
    try {
      return runtime.register(record);
    } catch (JdockException e) {
      runtime.files().leaveOut(record.id(), e);
      return null;
    }
  }

  /** What its policy wants to run; a start that fails is told by its state. */
  private void startByPolicy(Container container, boolean afterBoot) {
    ContainerState state = container.state();
    if (state.restarting()) {
      RestartContainer.schedule(runtime, container, container.restartPace().next(state.ranFor()));
    } else if (state.status() == Status.EXITED
        && container.restartPolicy().startsWithEngine(state, afterBoot)) {
      container.restarting(state.toStart());
      RestartContainer.schedule(runtime, container, Duration.ZERO);
    }
  }

  /** Steps of builds that went on when their engine was killed. */
  private void killWhatNobodyKnows(Set<String> live) {
    for (String id : runtime.files().runIds()) {
      if (!runtime.registry().knows(id) && !live.contains(id)) {
        runtime
            .cgroups()
            .find(id)
            .ifPresent(cgroup -> {
              cgroup.kill();
              cgroup.remove();
            });
        FileTrees.delete(runtime.files().run(id));
      }
    }
  }

  /** Whether it runs. */
  private boolean adopt(Container container) {
    ContainerState state = container.state();
    if (state.status() == Status.REMOVING || state.status() == Status.DEAD) {
      ContainerExit.release(runtime, container);
      RemoveContainer.afterExit(runtime, container);
      return false;
    }
    if (state.running() && takeOver(container, state)) {
      return true;
    }
    ContainerExit.release(runtime, container);
    if (state.running()) {
      container
          .io()
          .complete(
              runtime.files().run(container.id()), new LoggedContainer(runtime, container)::resume);
    }
    ContainerExit.removeRunFolder(runtime, container);
    if (state.running()) {
      container.ended(state.exited(UNKNOWN_EXIT_CODE, false, runtime.clock().instant()));
    }
    if (isOver(container) && container.removesItself()) {
      RemoveContainer.afterExit(runtime, container);
    }
    return false;
  }

  /** One of {@code run} that its engine did not come to start is started by nobody. */
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
      container
          .io()
          .adopt(
              runtime.files().run(container.id()),
              new LoggedContainer(runtime, container).resume());
      container.running(state, process);
    } catch (RuntimeException e) {
      Steps steps = new Steps();
      steps.run(container.io()::release);
      steps.run(process::close);
      steps.suppressedBy(e);
      throw e;
    }
    HealthMonitor.begin(runtime, container, false);
    runtime.cgroup(container.record()).ifPresent(cgroup -> container.paused(cgroup.frozen()));
    CommitContainer.thawAfterCrash(runtime, container);
    ContainerExit.watch(runtime, container, process);
    return true;
  }

  private void adoptNetwork(Container container) {
    String mode = container.record().spec().networking().mode();
    if (mode.equals("default") || mode.equals("bridge")) {
      try {
        runtime.networks().adopt(container.id());
      } catch (JdockException lost) {
        // It goes on without its network, as it would have without an engine.
        return;
      }
    }
  }
}
