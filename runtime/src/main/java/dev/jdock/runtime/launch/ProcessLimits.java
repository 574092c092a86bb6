package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.process.ResourceLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Settings of a process that are made before it executes its program.
 *
 * @param oomScoreAdj -1000 to 1000; proc_pid_oom_score_adj(5), never the engine's own
 */
public record ProcessLimits(Map<ResourceLimit, ResourceLimit.Limits> ulimits, int oomScoreAdj) {
  public static final ProcessLimits NONE = new ProcessLimits(Map.of(), 0);

  private static final String PREFIX =
      "failed to create task for container: unable to start container process: error during"
          + " container init: ";

  /**
   * Sets, for a starter, what is not a limit of its own to set: it and its child keep it.
   *
   * @throws JdockException INTERNAL when the kernel refuses
   */
  void applyOutside(int pid) {
    Path file = Path.of("/proc/" + pid + "/oom_score_adj");
    try {
      Files.writeString(file, Integer.toString(oomScoreAdj));
    } catch (IOException e) {
      // An engine that may not leave a worse score than 0 behind cannot for its containers either.
      if (oomScoreAdj != 0) {
        throw JdockException.internal(PREFIX + "write " + file + ": " + Failure.reason(e), e);
      }
    }
  }
}
