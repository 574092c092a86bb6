package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.mount.PrivateMounts;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The root directory of a container, running or not, for work from outside. No path leads out of
 * the directory: everything below is resolved with it as the root (openat2(2), RESOLVE_IN_ROOT), so
 * neither links nor {@code ..} nor the container's own processes can make it a file of the host.
 */
public sealed interface ContainerRoot {

  /** Work on a container's files; the directory is good until it returns. */
  @FunctionalInterface
  interface Work<T> {
    T on(Directory root) throws IOException;
  }

  /** The process has ended, or is ending, before its files could be opened. */
  final class EndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EndedException(SyscallException cause) {
      super(cause);
    }
  }

  /**
   * Runs work with the container's root directory, and returns its result.
   *
   * @throws EndedException when nothing was done yet
   */
  <T> T call(Work<T> work);

  /** As the container's processes see it, volumes and temporary file systems included. */
  static ContainerRoot running(PidFd process) {
    return new Running(process, false);
  }

  /** Only what the image and the container's own changes make up, nothing mounted in it. */
  static ContainerRoot runningWithoutMounts(PidFd process) {
    return new Running(process, true);
  }

  /**
   * A stopped container: its root is mounted for the time of the work, in a mount namespace of its
   * own. The caller ensures that the container is not started meanwhile.
   *
   * @param plan without what is mounted for processes only
   */
  static ContainerRoot atRest(RootfsPlan plan) {
    return new AtRest(plan);
  }

  /**
   * A stopped container, for reading: changes are kept in memory and dropped. The container may be
   * started or removed meanwhile; it is read as far as it exists.
   *
   * @param plan of a read-only overlay, without what is mounted for processes only
   * @param changes an empty folder
   */
  static ContainerRoot toRead(RootfsPlan plan, Path changes) {
    return new ToRead(plan, changes);
  }

  /** In the mount namespace of a process. */
  record Running(PidFd process, boolean bare) implements ContainerRoot {
    @Override
    public <T> T call(Work<T> work) {
      try (Directory root = OneThread.call(this::open)) {
        return Failures.unchecked(() -> work.on(root));
      }
    }

    /** Only entering needs the thread: a descriptor keeps to the namespace it was opened in. */
    private Directory open() {
      Namespaces.unshare(Namespaces.CLONE_FS);
      try {
        Namespaces.enter(process.fd(), Namespaces.NEWNS);
      } catch (SyscallException e) {
        throw e.errno() == Errno.ESRCH ? new EndedException(e) : e;
      }
      Path slash = Path.of("/");
      if (!bare) {
        return Directory.open(slash);
      }
      try (Fd copy = Mounts.copy(slash)) {
        return Directory.at(copy);
      }
    }
  }

  /** Mounted in a namespace of a thread's own. */
  record AtRest(RootfsPlan plan) implements ContainerRoot {
    @Override
    public <T> T call(Work<T> work) {
      return Failures.unchecked(() ->
          PrivateMounts.call(() -> {
            RootfsMounts.mountFiles(plan);
            try (Directory root = Directory.open(plan.mountPoint())) {
              return work.on(root);
            }
          }));
    }
  }

  /**
   * The namespace of the mounts does not exist any more at the time of the work: a descriptor keeps
   * the mounts alive.
   */
  record ToRead(RootfsPlan plan, Path changes) implements ContainerRoot {
    @Override
    public <T> T call(Work<T> work) {
      try (Fd tree = open();
          Directory root = Directory.at(tree)) {
        return Failures.unchecked(() -> work.on(root));
      }
    }

    private Fd open() {
      AtomicReference<@Nullable Fd> tree = new AtomicReference<>();
      try {
        return Failures.unchecked(() ->
            PrivateMounts.call(() -> {
              mount();
              Fd copy = Mounts.copyTree(plan.mountPoint());
              tree.set(copy);
              return copy;
            }));
      } catch (RuntimeException interrupted) {
        Fd copy = tree.get();
        if (copy != null) {
          copy.close();
        }
        throw interrupted;
      }
    }

    /** Places to mount volumes at may have to be made. */
    private void mount() throws IOException {
      Mounts.mount("tmpfs", null, changes, 0, "mode=755");
      Path upper = Files.createDirectory(changes.resolve("upper"));
      Path work = Files.createDirectory(changes.resolve("work"));
      RootfsMounts.mountFiles(plan.over(new OverlayMount(plan.overlay().lowerDirs(), upper, work)));
    }
  }

  /** A thread that is thrown away with the namespaces it has entered. */
  final class OneThread {
    private OneThread() {}

    static <T> T call(Callable<T> work) {
      var task = new FutureTask<T>(work);
      Thread.ofPlatform().daemon().name("container-root").start(task);
      return Failures.unchecked(() -> {
        try {
          return task.get();
        } catch (ExecutionException e) {
          throw e.getCause() instanceof Exception cause ? cause : e;
        }
      });
    }
  }

  /** What may go wrong on the way, as everything else does. */
  final class Failures {
    private Failures() {}

    static <T> T unchecked(Callable<T> work) {
      try {
        return work.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (InterruptedException | InterruptedIOException e) {
        Thread.currentThread().interrupt();
        throw new JdockException(JdockException.Kind.UNAVAILABLE, "interrupted", e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
