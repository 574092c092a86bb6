package dev.jdock.runtime.container.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.container.start.ContainerRun;
import dev.jdock.runtime.container.start.ContainerRuns;
import dev.jdock.runtime.rootfs.ContainerRoot;
import dev.jdock.runtime.rootfs.RootfsPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A container's files for verbs that look at them from outside, whether it runs or not. */
final class ContainerTree {
  private final ContainerRuns runs;
  private final Container container;

  ContainerTree(ContainerRuns runs, Container container) {
    this.runs = runs;
    this.container = container;
  }

  /** To be read, with its volumes, where they belong. */
  <T> T withMounts(ContainerRoot.Work<T> work) {
    return call(work, true, () -> read(true, work));
  }

  /** To be read: what it is made of alone. */
  <T> T withoutMounts(ContainerRoot.Work<T> work) {
    return call(work, false, () -> read(false, work));
  }

  /** To be changed, with its volumes. */
  <T> T toChange(ContainerRoot.Work<T> work) {
    return call(work, true, () -> change(work));
  }

  /** Empty when it has begun to run meanwhile. */
  private interface AtRest<T> {
    Optional<T> call();
  }

  private <T> T call(ContainerRoot.Work<T> work, boolean mounts, AtRest<T> atRest) {
    while (true) {
      int exits = container.exits();
      Optional<PidFd> process = running();
      if (process.isPresent()) {
        try (PidFd held = process.get()) {
          return (mounts ? ContainerRoot.running(held) : ContainerRoot.runningWithoutMounts(held))
              .call(work);
        } catch (ContainerRoot.EndedException e) {
          awaitEnd(exits);
          continue;
        }
      }
      Optional<T> result = atRest.call();
      if (result.isPresent()) {
        return result.get();
      }
    }
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
      return container.state().running()
          ? Optional.of(container.process().hold())
          : Optional.empty();
    } catch (JdockException ended) {
      return Optional.empty();
    }
  }

  /**
   * Without its lock: a reader may take for ever. The folder is one that the next engine removes,
   * should this one be killed.
   */
  private <T> Optional<T> read(boolean mounts, ContainerRoot.Work<T> work) {
    requireThere();
    String id = Names.newId();
    Path folder = runs.files().run(id);
    try {
      if (mounts) {
        runs.volumes().use(id, container.record().volumes());
      }
      RootfsPlan plan = runs.beside(container.record(), folder).toRead(mounts);
      Path changes = Files.createDirectory(folder.resolve("changes"));
      return Optional.of(ContainerRoot.toRead(plan, changes).call(work));
    } catch (IOException e) {
      throw JdockException.internal("cannot make " + folder + ": " + e.getMessage(), e);
    } finally {
      runs.volumes().release(id);
      FileTrees.delete(folder);
    }
  }

  /** The lock keeps others from mounting the same upper directory at the same time. */
  private <T> Optional<T> change(ContainerRoot.Work<T> work) {
    container.lock().lockToCopy();
    try {
      if (container.state().running()) {
        return Optional.empty();
      }
      requireThere();
      ContainerRun run = runs.of(container.record());
      run.prepareDirectory();
      String id = Names.newId();
      try {
        runs.volumes().use(id, container.record().volumes());
        return Optional.of(ContainerRoot.atRest(run.atRest()).call(work));
      } finally {
        runs.volumes().release(id);
        run.removeDirectory();
      }
    } finally {
      container.lock().unlockCopied();
    }
  }

  private void requireThere() {
    if (container.isRemoved()) {
      throw JdockException.notFound("No such container: " + container.id());
    }
  }
}
