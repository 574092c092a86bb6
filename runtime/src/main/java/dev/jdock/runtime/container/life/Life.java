package dev.jdock.runtime.container.life;

import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.Ends;
import dev.jdock.runtime.container.start.ContainerStarts;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** The verbs of a container's life, which call each other: an end may be followed by a start. */
public final class Life {
  private final PauseContainer pause;
  private final CommitPause commitPause;
  private final StopContainer stop;
  private final RemoveContainer remove;
  private final RestartContainer restart;
  private final ContainerExit exit;
  private final HealthChecks healthChecks;
  private final StartContainer start;
  private final Clock clock;

  /**
   * @param background where restarts and probes run
   */
  public Life(
      ContainerStarts starts,
      ContainerRegistry registry,
      ContainerRemains remains,
      HealthChecks healthChecks,
      Ends ends,
      ExecutorService background,
      Clock clock) {
    ContainerCgroups cgroups = starts.resources().cgroups();
    this.clock = clock;
    this.healthChecks = healthChecks;
    this.pause = new PauseContainer(cgroups);
    this.commitPause = new CommitPause(pause, starts.resources().files());
    this.stop = new StopContainer(pause);
    this.remove = new RemoveContainer(stop, registry, remains);
    this.restart = new RestartContainer(background, this::startAgain);
    this.exit = new ContainerExit(starts.resources(), ends, restart, remove, clock);
    this.start = new StartContainer(starts, healthChecks, exit, remove, ends, clock);
  }

  private void startAgain(Container container) {
    start.again(container);
  }

  public PauseContainer pause() {
    return pause;
  }

  public CommitPause commitPause() {
    return commitPause;
  }

  public StopContainer stop() {
    return stop;
  }

  public RemoveContainer remove() {
    return remove;
  }

  public StartContainer start() {
    return start;
  }

  RestartContainer restart() {
    return restart;
  }

  ContainerExit exit() {
    return exit;
  }

  HealthChecks healthChecks() {
    return healthChecks;
  }

  Clock clock() {
    return clock;
  }
}
