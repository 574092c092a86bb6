package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.ContainerState.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What a new engine does with the containers of the one before it: takes over those that still run,
 * and brings to an end what was cut short.
 */
final class AdoptContainers {
  private static final int UNKNOWN_EXIT_CODE = 255;

  private final ContainerRuntime runtime;

  AdoptContainers(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  void run() {
    Set<String> live = new HashSet<>();
    for (ContainerRecord record : runtime.files().load()) {
      Container container = runtime.register(record);
      if (adopt(container)) {
        live.add(record.id());
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
    if (state.status() == Status.REMOVING) {
      ContainerExit.release(runtime, container);
      RemoveContainer.afterExit(runtime, container);
      return false;
    }
    if (state.running() && takeOver(container, state)) {
      return true;
    }
    ContainerExit.release(runtime, container);
    ContainerExit.removeRunFolder(runtime, container);
    if (state.running()) {
      container.ended(state.exited(UNKNOWN_EXIT_CODE, false, runtime.clock().instant()));
    }
    if (container.state().status() == Status.EXITED && container.removesItself()) {
      RemoveContainer.afterExit(runtime, container);
    }
    return false;
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
      process.close();
      throw e;
    }
    HealthMonitor.begin(runtime, container, false);
    runtime.cgroups().find(container.id()).ifPresent(cgroup -> container.paused(cgroup.frozen()));
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
