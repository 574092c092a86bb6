package dev.jdock.runtime.container.life;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.container.record.Health;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What follows the end of a container's first process. */
final class ContainerExit {
  /** What Docker shows when nobody can say how a process ended. */
  private static final int UNKNOWN = 255;

  private static final long REAPED_NANOS = 1_000_000_000;
  private static final long REAPED_POLL_NANOS = 1_000_000;

  private final ContainerRuntime runtime;
  private final Container container;
  private final PidFd process;

  private ContainerExit(ContainerRuntime runtime, Container container, PidFd process) {
    this.runtime = runtime;
    this.container = container;
    this.process = process;
  }

  static void watch(ContainerRuntime runtime, Container container, PidFd process) {
    ContainerExit exit = new ContainerExit(runtime, container, process);
    runtime.ends().watch(process, exit::handle);
  }

  /**
   * Whoever waits for the end must hear of it, whatever else goes wrong. With the lock held nobody
   * starts it again between its end and its removal.
   */
  private void handle() {
    Steps steps = new Steps();
    AtomicInteger code = new AtomicInteger(UNKNOWN);
    steps.run(() -> code.set(exitCode(process)));
    steps.run(container::stopMonitor);
    steps.run(this::stopHealth);
    steps.run(container.io()::finish);
    container.lock().lock();
    try {
      AtomicBoolean outOfMemory = new AtomicBoolean();
      steps.run(() -> outOfMemory.set(release(runtime, container)));
      ContainerState ended =
          container.state().exited(code.get(), outOfMemory.get(), runtime.clock().instant());
      steps.run(() -> tell(ended));
      steps.run(() -> end(ended));
    } finally {
      container.lock().unlock();
    }
    steps.throwFirst();
  }

  private void stopHealth() {
    Health last = container.health();
    if (last != null) {
      container.health(last.stopped());
    }
  }

  private void tell(ContainerState ended) {
    if (ended.oomKilled()) {
      container.tell("oom");
    }
    container.tell("die", "exitCode", Integer.toString(ended.exitCode()));
    container.tellOfNetwork(runtime.networks(), "disconnect");
    container.tellOfVolumes(false);
  }

  private void end(ContainerState ended) {
    if (RestartContainer.afterExit(runtime, container, ended)) {
      removeRunFolder(runtime, container);
      return;
    }
    container.ended(ended);
    if (container.removesItself()) {
      RemoveContainer.afterExit(runtime, container);
    } else {
      removeRunFolder(runtime, container);
    }
  }

  /** For a child, by waiting; for one adopted from a former engine, from its pidfd. */
  private static int exitCode(PidFd process) {
    try {
      return process.waitExit();
    } catch (SyscallException notOurChild) {
      return foreignExitCode(process);
    }
  }

  /** It is known once the process is reaped, which is up to its new parent. */
  private static int foreignExitCode(PidFd process) {
    long deadline = System.nanoTime() + REAPED_NANOS;
    OptionalInt code = process.exitCode();
    while (code.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(REAPED_POLL_NANOS);
      code = process.exitCode();
    }
    return code.orElse(UNKNOWN);
  }

  /**
   * Gives back the ports, the address and the cgroup of a run; whether the kernel killed for want
   * of memory.
   *
   * <p>The rest of the container's processes die with its first one, the reaper of its pid
   * namespace; a cgroup is empty a moment later.
   */
  static boolean release(ContainerRuntime runtime, Container container) {
    AtomicBoolean outOfMemory = new AtomicBoolean();
    Steps steps = new Steps();
    steps.run(() -> runtime.networks().unpublish(container.id()));
    steps.run(() -> runtime.networks().disconnect(container.id()));
    steps.run(() ->
        runtime
            .cgroup(container.record())
            .ifPresent(cgroup -> {
              outOfMemory.set(cgroup.oomKills().orElse(0) > 0);
              cgroup.kill();
              cgroup.remove();
            }));
    steps.throwFirst();
    return outOfMemory.get();
  }

  /** Nobody who waits for the end has to wait for this. */
  static void removeRunFolder(ContainerRuntime runtime, Container container) {
    FileTrees.delete(runtime.files().run(container.id()));
  }
}
