package dev.jdock.runtime.container.life;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.Ends;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.Health;
import dev.jdock.runtime.container.start.RunResources;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What follows the end of a container's first process. */
final class ContainerExit {
  /** What Docker shows when it is unknown how a process ended. */
  private static final int UNKNOWN = 255;

  private final RunResources resources;
  private final Ends ends;
  private final RestartContainer restart;
  private final RemoveContainer remove;
  private final Clock clock;

  ContainerExit(
      RunResources resources,
      Ends ends,
      RestartContainer restart,
      RemoveContainer remove,
      Clock clock) {
    this.resources = resources;
    this.ends = ends;
    this.restart = restart;
    this.remove = remove;
    this.clock = clock;
  }

  /** For a process that a former engine has started. */
  void watchAdopted(Container container, PidFd process) {
    ends.adopted().watch(container.state().pid());
    watch(container, process);
  }

  /** From now on an end of the process is an end of the container. */
  void watch(Container container, PidFd process) {
    ends.watch(process, () -> handle(container, process));
  }

  /**
   * Callers that wait for the end must be notified, whatever else goes wrong. With the lock held it
   * is not started again between its end and its removal.
   */
  private void handle(Container container, PidFd process) {
    Steps steps = new Steps();
    AtomicInteger code = new AtomicInteger(UNKNOWN);
    steps.run(() -> code.set(exitCode(container, process)));
    steps.run(container.health()::stopProbes);
    steps.run(() -> stopHealth(container));
    steps.run(container.io()::finish);
    AtomicReference<Runnable> rest = new AtomicReference<>(() -> {});
    container.lock().lock();
    try {
      AtomicBoolean outOfMemory = new AtomicBoolean();
      steps.run(() -> outOfMemory.set(resources.release(container.record())));
      ContainerState ended =
          container.state().exited(code.get(), outOfMemory.get(), clock.instant());
      Runnable publish = () -> steps.run(() -> tell(container, ended));
      steps.run(() -> rest.set(end(container, ended, publish)));
    } finally {
      container.lock().unlock();
    }
    steps.run(rest.get());
    steps.throwFirst();
  }

  private static void stopHealth(Container container) {
    Health last = container.health().last();
    if (last != null) {
      container.health().set(last.stopped());
    }
  }

  private void tell(Container container, ContainerState ended) {
    if (ended.oomKilled()) {
      container.tell("oom");
    }
    container.tell("die", "exitCode", Integer.toString(ended.exitCode()));
    container.events().networks(resources.networks(), "disconnect");
    container.events().volumes(false);
  }

  /** Returns what nobody waits for. */
  private Runnable end(Container container, ContainerState ended, Runnable publish) {
    if (restart.afterExit(container, ended, publish)) {
      resources.removeDirectory(container.id());
      return () -> {};
    }
    if (container.removesItself()) {
      container.endedForGood(ended, publish);
      return remove.butForFiles(container);
    }
    container.ended(ended, publish);
    resources.removeDirectory(container.id());
    return () -> {};
  }

  /** For a child, by waiting; for one adopted from a former engine, by what the kernel tells. */
  private int exitCode(Container container, PidFd process) {
    try {
      return process.waitExit();
    } catch (SyscallException notOurChild) {
      return ends.adopted().await(process, container.state().pid()).orElse(UNKNOWN);
    }
  }
}
