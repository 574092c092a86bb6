package dev.jdock.linux.cgroup;

/**
 * What the processes of a cgroup may use together; 0 means no limit of that kind.
 *
 * @param memoryBytes resident memory and page cache
 * @param memorySwapBytes memory and swap together, as Docker counts; 0 for twice {@code
 *     memoryBytes}, -1 for as much swap as there is
 * @param nanoCpus billionths of a processor
 * @param pids processes and threads; -1 or 0 for no limit
 */
public record Limits(long memoryBytes, long memorySwapBytes, long nanoCpus, long pids) {
  public static final Limits NONE = new Limits(0, 0, 0, 0);

  /** cpu.cfs_period_us and the second number of cpu.max, in microseconds. */
  static final long CPU_PERIOD_MICROS = 100_000;

  public Limits {
    if (memoryBytes < 0 || memorySwapBytes < -1 || nanoCpus < 0 || pids < -1) {
      throw new IllegalArgumentException(
          "negative limit: "
              + memoryBytes
              + ", "
              + memorySwapBytes
              + ", "
              + nanoCpus
              + ", "
              + pids);
    }
    if (memorySwapBytes > 0 && memorySwapBytes < memoryBytes) {
      throw new IllegalArgumentException("memory and swap together are less than memory");
    }
  }

  /** Memory and swap together with the default put in; -1 for unlimited swap. */
  long effectiveMemorySwap() {
    return memorySwapBytes != 0 ? memorySwapBytes : 2 * memoryBytes;
  }

  /** Microseconds of processor time per period; the kernel takes no less than a millisecond. */
  long cpuQuotaMicros() {
    return Math.max(1000, nanoCpus * (CPU_PERIOD_MICROS / 1000) / 1_000_000);
  }
}
