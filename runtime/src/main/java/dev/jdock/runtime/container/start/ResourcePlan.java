package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.Limits;
import dev.jdock.linux.cgroup.Tuning;
import dev.jdock.linux.cgroup.Tuning.Rate;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.BlockIo;
import dev.jdock.runtime.engine.Resources.Cpu;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import dev.jdock.runtime.rootfs.HostDevice;
import java.util.List;

/** What the user asked of resources, as cgroups take it. */
public final class ResourcePlan {
  private ResourcePlan() {}

  public static Limits limits(Resources wanted) {
    long swap = wanted.memory().swap();
    boolean unlimited = wanted.memoryBytes() == 0;
    return new Limits(
        wanted.memoryBytes(),
        unlimited ? 0 : swap == 0 ? doubled(wanted.memoryBytes()) : swap,
        wanted.nanoCpus(),
        Math.max(0, wanted.pids()));
  }

  private static long doubled(long bytes) {
    return bytes > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * bytes;
  }

  /**
   * @throws JdockException for a block device that is not there
   */
  public static Tuning tuning(Resources wanted) {
    Cpu cpu = wanted.cpu();
    return new Tuning(
        new Tuning.Memory(
            wanted.memory().reservation(),
            wanted.memory().swappiness(),
            wanted.memory().oomKillDisable()),
        new Tuning.Cpu(
            cpu.shares(),
            cpu.period(),
            cpu.quota(),
            cpu.realtimePeriod(),
            cpu.realtimeRuntime(),
            cpu.cpus(),
            cpu.mems()),
        blockIo(wanted.blockIo()));
  }

  private static Tuning.BlockIo blockIo(BlockIo wanted) {
    return new Tuning.BlockIo(
        wanted.weight(),
        rates(wanted.deviceWeights()),
        rates(wanted.readBps()),
        rates(wanted.writeBps()),
        rates(wanted.readIops()),
        rates(wanted.writeIops()));
  }

  private static List<Rate> rates(List<DeviceRate> rates) {
    return rates.stream()
        .map(rate -> {
          HostDevice device = HostDevice.of(rate.path());
          return new Rate(device.major(), device.minor(), rate.rate());
        })
        .toList();
  }
}
