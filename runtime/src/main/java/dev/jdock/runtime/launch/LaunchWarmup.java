package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.mount.RootDirectory;
import java.nio.file.Path;
import java.util.List;

/**
 * Goes through the preparation of a process on an ordinary thread. A thread that has entered a
 * container's mount namespace finds no class file any more by its path.
 */
public final class LaunchWarmup {
  private LaunchWarmup() {}

  /**
   * @param folder for the gate
   */
  public static void run(Path folder) {
    try (Gate gate = new Gate(folder);
        Fd none = Fd.open(Path.of("/dev/null"), Fd.O_RDWR)) {
      prepare(gate, new Stdio.Pipes(null, none, none));
      prepare(gate, new Stdio.Terminal());
    }
  }

  /** The host serves as the root; what it lacks is loaded when it is needed. */
  private static void prepare(Gate gate, Stdio stdio) {
    ProcessPlan plan =
        new ProcessPlan(
            List.of("sh"),
            List.of(),
            "0:0",
            "/",
            false,
            CapabilitySet.EMPTY,
            false,
            null,
            null,
            stdio);
    try (RootDirectory root = RootDirectory.open(Path.of("/"));
        ProcessPreparation preparation = new ProcessPreparation(plan, root)) {
      preparation.prepare(gate, () -> {});
    } catch (JdockException | SyscallException unusualHost) {
      return;
    }
  }
}
