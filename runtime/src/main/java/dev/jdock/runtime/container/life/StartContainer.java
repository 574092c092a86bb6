package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.Ends;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.start.ContainerStarts;
import dev.jdock.runtime.container.start.ProcessStart;
import dev.jdock.runtime.container.start.StartFailure;
import dev.jdock.runtime.engine.Outcome;
import dev.jdock.runtime.launch.Launched;
import java.time.Clock;

/** {@code docker start}: from a container at rest to one whose program runs. */
public final class StartContainer {
  private static final int START_FAILED = 128;

  private final ContainerStarts starts;
  private final HealthChecks healthChecks;
  private final ContainerExit exit;
  private final RemoveContainer remove;
  private final Ends ends;
  private final Clock clock;

  StartContainer(
      ContainerStarts starts,
      HealthChecks healthChecks,
      ContainerExit exit,
      RemoveContainer remove,
      Ends ends,
      Clock clock) {
    this.starts = starts;
    this.healthChecks = healthChecks;
    this.exit = exit;
    this.remove = remove;
    this.ends = ends;
    this.clock = clock;
  }

  /** Does nothing when it runs. */
  public Outcome run(Container container) {
    container.lock().lockToChange();
    try {
      return locked(container);
    } finally {
      container.lock().unlock();
    }
  }

  private Outcome locked(Container container) {
    return switch (container.state().status()) {
      case RUNNING, RESTARTING -> {
        if (container.paused()) {
          throw JdockException.conflict("cannot start a paused container, try unpause instead");
        }
        yield Outcome.ALREADY_SO;
      }
      case REMOVING, DEAD ->
          throw JdockException.conflict("container is marked for removal and cannot be started");
      case CREATED, EXITED -> {
        container.resetRestarts();
        again(container);
        yield Outcome.DONE;
      }
    };
  }

  /** For its restart policy, too; the lock is held. */
  void again(Container container) {
    try {
      starts.start(container, process -> watch(container, process));
    } catch (JdockException failure) {
      Steps steps = new Steps();
      // The input's end comes first: a client that waits for the start must not find it open.
      steps.run(container.io()::finish);
      steps.run(() ->
          container.startFailed(
              container
                  .state()
                  .startFailed(
                      StartFailure.exitCode(failure), String.valueOf(failure.getMessage()))));
      steps.run(() -> removeIfItRemovesItself(container));
      steps.suppressedBy(failure);
      throw failure;
    }
  }

  private void removeIfItRemovesItself(Container container) {
    if (container.removesItself()) {
      remove.afterExit(container);
    }
  }

  /** The last step of a start. */
  private void watch(Container container, Launched launched) {
    try {
      if (launched.terminal() != null) {
        container.io().terminal(launched.terminal());
      }
      container.running(
          container
              .state()
              .started(launched.pid(), ProcessStart.of(launched.pid()), clock.instant()),
          launched.handle(),
          launched.mounts());
      healthChecks.begin(container, true);
      container.events().networks(starts.resources().networks(), "connect");
      container.events().volumes(true);
      container.tell("start");
      exit.watch(container, launched.handle());
    } catch (Throwable e) {
      Steps steps = new Steps();
      end(container, launched, steps);
      steps.suppressedBy(e);
      throw e;
    }
  }

  /** Kills a process that would have no owner. */
  private void end(Container container, Launched launched, Steps steps) {
    steps.run(container.health()::stopProbes);
    if (container.state().running()) {
      // Its own descriptor is closed with its run.
      steps.run(() -> ends.kill(container.process().hold()));
      steps.run(
          () -> container.ended(container.state().exited(START_FAILED, false, clock.instant())));
    } else {
      steps.run(() -> ends.kill(launched.handle()));
      Fd mounts = launched.mounts();
      if (mounts != null) {
        steps.run(mounts::close);
      }
    }
    PseudoTerminal terminal = launched.terminal();
    if (terminal != null && container.io().terminal() != terminal) {
      steps.run(terminal::close);
    }
  }
}
