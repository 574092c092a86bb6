package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.mount.ProcMount;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.launch.SharedNamespaces.Shared;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Mounts proc for the pid namespace that a container has. */
final class ContainerProc {
  private final Starters starters;
  private final Shared pid;

  ContainerProc(Starters starters, Shared pid) {
    this.starters = starters;
    this.pid = pid;
  }

  /**
   * Mounts it in the calling thread's mount namespace.
   *
   * @param first the container's first process, if the pid namespace is its own
   */
  void mount(Path target, Path name, int first) {
    // No switch over types, which each process assembles before its first container.
    if (pid instanceof Shared.Own) {
      Path namespace = Path.of("/proc/" + first + "/ns/pid");
      if (!ProcMount.withOption(target, namespace)) {
        mountInside(name, namespace);
      }
    } else if (pid instanceof Shared.Of(PidFd other)) {
      int theirs =
          other.pid().orElseThrow(() -> JdockException.conflict("the container has ended"));
      if (!ProcMount.withOption(target, Path.of("/proc/" + theirs + "/ns/pid"))) {
        attachCopy(other, target);
      }
    } else {
      ProcMount.own(target);
    }
  }

  /** The only process in that namespace is the container's first, which waits. */
  private void mountInside(Path name, Path namespace) {
    try {
      ProcMount.asChild(starters.program(), name, namespace, starters.reaper());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.interrupted(e);
    }
  }

  /**
   * A process that mounts would be seen in there, by others who might trace it: theirs serves. A
   * mount can be copied in its own namespace only.
   */
  private static void attachCopy(PidFd other, Path target) {
    AtomicReference<@Nullable Fd> copy = new AtomicReference<>();
    ThrowAwayThread.run(
        "copy-proc",
        () -> {
          Namespaces.unshare(Namespaces.CLONE_FS);
          Namespaces.enter(other.fd(), Namespaces.NEWNS);
          copy.set(ProcMount.copy());
        });
    try (Fd mount = copy.get()) {
      if (mount != null) {
        Mounts.attach(mount, target);
      }
    }
  }
}
