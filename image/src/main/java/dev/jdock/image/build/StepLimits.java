package dev.jdock.image.build;

import java.util.List;

/**
 * How much of the machine the command of a RUN may use; 0 and empty for what is usual.
 *
 * @param memory bytes
 * @param memorySwap bytes of memory and swap together; -1 for no limit
 * @param cpuShares a weight
 * @param cpuPeriod microseconds, likewise {@code cpuQuota}
 * @param cpusetCpus {@code 0-2,4}, likewise {@code cpusetMems}
 * @param cgroupParent the cgroup to put its own in
 * @param shmSize bytes of /dev/shm
 */
public record StepLimits(
    long memory,
    long memorySwap,
    long cpuShares,
    long cpuPeriod,
    long cpuQuota,
    String cpusetCpus,
    String cpusetMems,
    String cgroupParent,
    long shmSize,
    List<Ulimit> ulimits) {
  public static final StepLimits NONE = new StepLimits(0, 0, 0, 0, 0, "", "", "", 0, List.of());

  public StepLimits {
    ulimits = List.copyOf(ulimits);
  }

  /**
   * A limit of setrlimit(2).
   *
   * @param name in lower case: {@code nofile}
   * @param soft -1 for none, likewise {@code hard}
   */
  public record Ulimit(String name, long soft, long hard) {}
}
