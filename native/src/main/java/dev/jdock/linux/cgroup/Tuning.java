package dev.jdock.linux.cgroup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings besides {@link Limits}: weights, reservations, and settings of single processors, memory
 * nodes and devices. A value that is 0, null or empty is not written, nor is one whose {@link
 * Feature} this machine lacks.
 */
public record Tuning(Memory memory, Cpu cpu, BlockIo blockIo) {
  public static final Tuning NONE =
      new Tuning(
          new Memory(0, null, false),
          new Cpu(0, 0, 0, 0, 0, "", ""),
          new BlockIo(0, List.of(), List.of(), List.of(), List.of(), List.of()));

  /**
   * @param reservation bytes that are reclaimed last (the soft limit)
   * @param swappiness 0 to 100
   * @param oomKillDisable processes wait at the limit instead of being killed
   */
  public record Memory(long reservation, @Nullable Integer swappiness, boolean oomKillDisable) {}

  /**
   * @param shares weight, 2 to 262144
   * @param periodMicros of the quota; likewise {@code realtimePeriodMicros}
   * @param quotaMicros in a period; -1 for no limit
   * @param cpus list of processors: {@code 0-2,4}; likewise {@code mems} of memory nodes
   */
  public record Cpu(
      long shares,
      long periodMicros,
      long quotaMicros,
      long realtimePeriodMicros,
      long realtimeRuntimeMicros,
      String cpus,
      String mems) {}

  /**
   * @param weight 10 to 1000
   */
  public record BlockIo(
      int weight,
      List<Rate> deviceWeights,
      List<Rate> readBps,
      List<Rate> writeBps,
      List<Rate> readIops,
      List<Rate> writeIops) {}

  /** A number for the block device of these numbers. */
  public record Rate(int major, int minor, long rate) {
    String device() {
      return major + ":" + minor;
    }
  }
}
