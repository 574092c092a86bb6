package dev.jdock.runtime.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container's limits; 0 means none.
 *
 * @param memoryBytes at least 6 MiB
 * @param nanoCpus a billionth of a processor
 * @param pids -1 or 0 for no limit
 * @param ulimits by process, not for all together
 */
public record Resources(
    long memoryBytes,
    long nanoCpus,
    long pids,
    Memory memory,
    Cpu cpu,
    BlockIo blockIo,
    List<Ulimit> ulimits) {
  public Resources {
    ulimits = List.copyOf(ulimits);
  }

  public Resources(long memoryBytes, long nanoCpus, long pids) {
    this(memoryBytes, nanoCpus, pids, Memory.NONE, Cpu.NONE, BlockIo.NONE, List.of());
  }

  /**
   * Of memory, more than its limit.
   *
   * @param reservation bytes below which it is not taken away when memory is short
   * @param swap bytes of memory and swap together; 0 for twice the limit, -1 for no limit
   * @param swappiness 0 to 100; null for the machine's
   * @param kernel bytes; what kernels since 5.4 do not limit
   * @param oomKillDisable processes wait instead of being killed
   */
  public record Memory(
      long reservation,
      long swap,
      @Nullable Integer swappiness,
      long kernel,
      boolean oomKillDisable) {
    public static final Memory NONE = new Memory(0, 0, null, 0, false);
  }

  /**
   * Of processors, more than their number.
   *
   * @param shares relative weight; 1024 is the usual one
   * @param period microseconds, likewise {@code quota}, the time in a period
   * @param realtimePeriod microseconds, likewise {@code realtimeRuntime}
   * @param cpus those that it may run on: {@code 0-2,4}
   * @param mems memory nodes that it may use
   */
  public record Cpu(
      long shares,
      long period,
      long quota,
      long realtimePeriod,
      long realtimeRuntime,
      String cpus,
      String mems) {
    public static final Cpu NONE = new Cpu(0, 0, 0, 0, 0, "", "");
  }

  /**
   * Input and output of block devices.
   *
   * @param weight 10 to 1000
   */
  public record BlockIo(
      int weight,
      List<DeviceRate> deviceWeights,
      List<DeviceRate> readBps,
      List<DeviceRate> writeBps,
      List<DeviceRate> readIops,
      List<DeviceRate> writeIops) {
    public static final BlockIo NONE =
        new BlockIo(0, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /**
   * A number for one device.
   *
   * @param path of its node on the host
   * @param rate bytes or operations a second, or a weight
   */
  public record DeviceRate(String path, long rate) {}

  /**
   * A limit of setrlimit(2).
   *
   * @param name in lower case: {@code nofile}
   * @param soft -1 for none, likewise {@code hard}
   */
  public record Ulimit(String name, long soft, long hard) {}
}
