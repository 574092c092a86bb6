package dev.jdock.runtime.container.document;

import dev.jdock.runtime.engine.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a container; 0 for none.
 *
 * @param memoryBytes of memory
 * @param nanoCpus a billionth of a processor
 */
public record ResourcesDocument(
    long memoryBytes,
    long nanoCpus,
    long pids,
    Memory memory,
    Cpu cpu,
    BlockIo blockIo,
    List<Ulimit> ulimits) {
  public ResourcesDocument {
    memory = memory == null ? Memory.of(Resources.Memory.NONE) : memory;
    cpu = cpu == null ? Cpu.of(Resources.Cpu.NONE) : cpu;
    blockIo = blockIo == null ? BlockIo.of(Resources.BlockIo.NONE) : blockIo;
    ulimits = Absent.list(ulimits);
  }

  /** Of memory, more than its limit; bytes. */
  public record Memory(
      long reservation,
      long swap,
      @Nullable Integer swappiness,
      long kernel,
      boolean oomKillDisable) {
    static Memory of(Resources.Memory memory) {
      return new Memory(
          memory.reservation(),
          memory.swap(),
          memory.swappiness(),
          memory.kernel(),
          memory.oomKillDisable());
    }

    Resources.Memory value() {
      return new Resources.Memory(reservation, swap, swappiness, kernel, oomKillDisable);
    }
  }

  /** Of processors, more than their number; microseconds. */
  public record Cpu(
      long shares,
      long period,
      long quota,
      long realtimePeriod,
      long realtimeRuntime,
      String cpus,
      String mems) {
    static Cpu of(Resources.Cpu cpu) {
      return new Cpu(
          cpu.shares(),
          cpu.period(),
          cpu.quota(),
          cpu.realtimePeriod(),
          cpu.realtimeRuntime(),
          cpu.cpus(),
          cpu.mems());
    }

    Resources.Cpu value() {
      return new Resources.Cpu(shares, period, quota, realtimePeriod, realtimeRuntime, cpus, mems);
    }
  }

  /** Of block devices. */
  public record BlockIo(
      int weight,
      List<DeviceRate> deviceWeights,
      List<DeviceRate> readBps,
      List<DeviceRate> writeBps,
      List<DeviceRate> readIops,
      List<DeviceRate> writeIops) {
    static BlockIo of(Resources.BlockIo blockIo) {
      return new BlockIo(
          blockIo.weight(),
          DeviceRate.of(blockIo.deviceWeights()),
          DeviceRate.of(blockIo.readBps()),
          DeviceRate.of(blockIo.writeBps()),
          DeviceRate.of(blockIo.readIops()),
          DeviceRate.of(blockIo.writeIops()));
    }

    Resources.BlockIo value() {
      return new Resources.BlockIo(
          weight,
          DeviceRate.values(deviceWeights),
          DeviceRate.values(readBps),
          DeviceRate.values(writeBps),
          DeviceRate.values(readIops),
          DeviceRate.values(writeIops));
    }
  }

  /** A number for one device. */
  public record DeviceRate(String path, long rate) {
    static List<DeviceRate> of(List<Resources.DeviceRate> rates) {
      return rates.stream().map(each -> new DeviceRate(each.path(), each.rate())).toList();
    }

    static List<Resources.DeviceRate> values(List<DeviceRate> rates) {
      return rates.stream().map(each -> new Resources.DeviceRate(each.path, each.rate)).toList();
    }
  }

  /** A limit of setrlimit(2); -1 for none. */
  public record Ulimit(String name, long soft, long hard) {}

  static ResourcesDocument of(Resources resources) {
    return new ResourcesDocument(
        resources.memoryBytes(),
        resources.nanoCpus(),
        resources.pids(),
        Memory.of(resources.memory()),
        Cpu.of(resources.cpu()),
        BlockIo.of(resources.blockIo()),
        resources.ulimits().stream()
            .map(each -> new Ulimit(each.name(), each.soft(), each.hard()))
            .toList());
  }

  Resources value() {
    return new Resources(
        memoryBytes,
        nanoCpus,
        pids,
        memory.value(),
        cpu.value(),
        blockIo.value(),
        ulimits.stream()
            .map(each -> new Resources.Ulimit(each.name, each.soft, each.hard))
            .toList());
  }
}
