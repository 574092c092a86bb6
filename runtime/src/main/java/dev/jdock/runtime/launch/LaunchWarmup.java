package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.starter.Starter;
import dev.jdock.runtime.engine.ConsoleSize;
import java.nio.file.Path;
import java.util.List;

/**
 * Goes through the start of a process on an ordinary thread. A thread that has entered a
 * container's mount namespace finds no class file any more by its path.
 */
final class LaunchWarmup {
  private LaunchWarmup() {}

  /** Does what does not change the thread; what the host lacks is loaded when it is needed. */
  static void run(Starters starters) {
    Namespaces.unshare(0);
    Namespaces.threadId();
    try (Fd none = Fd.open(Path.of("/dev/null"), Fd.O_RDWR)) {
      prepare(starters, new Stdio.Pipes(null, none, none));
      prepare(starters, new Stdio.Terminal(ConsoleSize.NONE));
    } catch (JdockException | SyscallException unusualHost) {
      return;
    }
  }

  /** The host serves as the root. */
  private static void prepare(Starters starters, Stdio stdio) {
    ProcessPlan plan =
        new ProcessPlan(
            List.of("sh"),
            List.of(),
            "0:0",
            "/",
            false,
            CapabilitySet.bounding(),
            false,
            null,
            null,
            stdio);
    try (RootDirectory root = RootDirectory.open(Path.of("/"));
        PreparedProcess prepared = new ProcessPreparation(plan, root).prepare()) {
      Starter starter = starters.spawn(stdio.streams());
      try {
        starter.send(prepared.request(List.of(), List.of(), 0));
        starter.awaitChild();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        starter.abandon(starters.reaper());
      }
    }
  }
}
