package dev.jdock.runtime.container;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import java.util.OptionalInt;

/** What follows the end of a container's first process. */
final class ContainerExit {
  /** What Docker shows when nobody can say how a process ended. */
  private static final int UNKNOWN = 255;

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
    runtime.pump().onEnd(process.fd(), () -> runtime.background().execute(exit::handle));
  }

  private void handle() {
    int code = exitCode(process);
    container.io().finish();
    boolean outOfMemory = release(runtime, container);
    container.ended(container.state().exited(code, outOfMemory, runtime.clock().instant()));
    if (container.record().spec().lifecycle().autoRemove()) {
      RemoveContainer.afterExit(runtime, container);
    }
  }

  /** For a child, by waiting; for one adopted from a former engine, from its pidfd. */
  private static int exitCode(PidFd process) {
    try {
      return process.waitExit();
    } catch (SyscallException notOurChild) {
      OptionalInt code = process.exitCode();
      return code.orElse(UNKNOWN);
    }
  }

  /**
   * Gives back everything a run has taken; whether the kernel killed for want of memory.
   *
   * <p>The rest of the container's processes die with its first one, the reaper of its pid
   * namespace; a cgroup is empty a moment later.
   */
  static boolean release(ContainerRuntime runtime, Container container) {
    runtime.networks().unpublish(container.id());
    runtime.networks().disconnect(container.id());
    boolean outOfMemory = false;
    var cgroup = runtime.cgroups().find(container.id());
    if (cgroup.isPresent()) {
      outOfMemory = cgroup.get().oomKills().orElse(0) > 0;
      cgroup.get().kill();
      cgroup.get().remove();
    }
    FileTrees.delete(runtime.files().run(container.id()));
    return outOfMemory;
  }
}
