package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.rootfs.ContainerRoot;
import java.util.Optional;

/** A container's files for verbs that look at them from outside, whether it runs or not. */
final class ContainerTree {
  private final ContainerRuntime runtime;
  private final Container container;

  ContainerTree(ContainerRuntime runtime, Container container) {
    this.runtime = runtime;
    this.container = container;
  }

  /** With its volumes, where they belong. */
  <T> T withMounts(ContainerRoot.Work<T> work) {
    return call(true, work);
  }

  /** What it is made of alone. */
  <T> T withoutMounts(ContainerRoot.Work<T> work) {
    return call(false, work);
  }

  private <T> T call(boolean mounts, ContainerRoot.Work<T> work) {
    int exits = container.exits();
    Optional<PidFd> process = running();
    if (process.isPresent()) {
      try (PidFd held = process.get()) {
        return (mounts ? ContainerRoot.running(held) : ContainerRoot.runningWithoutMounts(held))
            .call(work);
      } catch (ContainerRoot.EndedException e) {
        awaitEnd(exits);
        return call(mounts, work);
      }
    }
    container.lockToRead();
    try {
      if (!container.state().running()) {
        return atRest(mounts, work);
      }
    } finally {
      container.unlockRead();
    }
    return call(mounts, work);
  }

  private void awaitEnd(int exits) {
    try {
      int _ = container.awaitPause(exits);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JdockException(JdockException.Kind.UNAVAILABLE, "interrupted", e);
    }
  }

  private Optional<PidFd> running() {
    try {
      return container.state().running() ? Optional.of(container.holdProcess()) : Optional.empty();
    } catch (JdockException ended) {
      return Optional.empty();
    }
  }

  /** The lock keeps others from mounting the same upper directory at the same time. */
  private <T> T atRest(boolean mounts, ContainerRoot.Work<T> work) {
    if (container.isRemoved()) {
      throw JdockException.notFound("No such container: " + container.id());
    }
    ContainerRun run = new ContainerRun(runtime, container.record());
    run.prepareDirectory();
    try {
      return ContainerRoot.atRest(run.atRest(mounts)).call(work);
    } finally {
      run.removeDirectory();
    }
  }
}
