package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.capability.Credentials;
import dev.jdock.linux.process.ResourceLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import jnr.constants.platform.Errno;

/**
 * What a process gets before it executes its program.
 *
 * @param oomScoreAdj -1000 to 1000; proc_pid_oom_score_adj(5), never the engine's own
 */
public record ProcessLimits(Map<ResourceLimit, ResourceLimit.Limits> ulimits, int oomScoreAdj) {
  public static final ProcessLimits NONE = new ProcessLimits(Map.of(), 0);

  private static final String PREFIX =
      "failed to create task for container: unable to start container process: error during"
          + " container init: ";

  /**
   * Without CAP_SYS_RESOURCE, another user's process has its limits from that user only
   * (prlimit(2)): from a thread that becomes that user for it.
   */
  private static void set(int pid, ResourceLimit limit, ResourceLimit.Limits values) {
    try {
      limit.set(pid, values);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      asUserOf(pid, () -> limit.set(pid, values));
    }
  }

  private static void asUserOf(int pid, Runnable work) {
    Credentials credentials =
        Credentials.prepare(
            new Credentials.User(id(pid, "Uid:"), id(pid, "Gid:"), Set.of()),
            CapabilitySet.EMPTY,
            false,
            null);
    ThrowAwayThread.run(
        "container-limits",
        () -> {
          credentials.apply();
          work.run();
        });
  }

  private static int id(int pid, String key) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> Integer.parseUnsignedInt(line.split("\\s+", -1)[1]))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets them for a process that waits at its gate. */
  void apply(int pid) {
    ulimits.forEach((limit, values) -> {
      try {
        set(pid, limit, values);
      } catch (SyscallException e) {
        throw JdockException.internal(
            PREFIX
                + "error setting rlimits for ready process: error setting rlimit type "
                + limit.number()
                + ": "
                + e.reason(),
            e);
      }
    });
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
