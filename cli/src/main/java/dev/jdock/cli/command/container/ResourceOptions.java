package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedResources;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.BlockIo;
import dev.jdock.runtime.engine.Resources.Cpu;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import dev.jdock.runtime.engine.Resources.Memory;
import dev.jdock.runtime.engine.Resources.Ulimit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How much of the machine a container may use. */
final class ResourceOptions {
  @Option(
      names = {"-m", "--memory"},
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Memory limit")
  private long memory;

  @Option(
      names = "--memory-reservation",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Memory that is left to it when memory is short")
  private long memoryReservation;

  @Option(
      names = "--memory-swap",
      paramLabel = "bytes",
      converter = CheckedResources.MemorySwap.class,
      description = "Limit of memory and swap together (-1 for none)")
  private long memorySwap;

  @Option(
      names = "--memory-swappiness",
      paramLabel = "int",
      description = "How willingly its memory is swapped, 0 to 100 (default -1)")
  private long swappiness = -1;

  @Option(
      names = "--kernel-memory",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      hidden = true)
  private long kernelMemory;

  @Option(names = "--oom-kill-disable", description = "Let it wait for memory, not be killed")
  private boolean oomKillDisable;

  @Option(
      names = "--cpus",
      paramLabel = "decimal",
      converter = Checked.NanoCpus.class,
      description = "Number of processors")
  private long nanoCpus;

  @Option(
      names = {"-c", "--cpu-shares"},
      paramLabel = "int",
      description = "Weight among others that want processors")
  private long cpuShares;

  @Option(
      names = "--cpu-period",
      paramLabel = "int",
      description = "Period of the processor quota, in microseconds")
  private long cpuPeriod;

  @Option(
      names = "--cpu-quota",
      paramLabel = "int",
      description = "Processor time in a period, in microseconds")
  private long cpuQuota;

  @Option(
      names = "--cpu-rt-period",
      paramLabel = "int",
      description = "Period of real-time scheduling, in microseconds")
  private long cpuRealtimePeriod;

  @Option(
      names = "--cpu-rt-runtime",
      paramLabel = "int",
      description = "Real-time scheduling in a period, in microseconds")
  private long cpuRealtimeRuntime;

  @Option(
      names = "--cpuset-cpus",
      paramLabel = "string",
      description = "Processors that it may run on (0-3, 0,1)")
  private String cpusetCpus = "";

  @Option(
      names = "--cpuset-mems",
      paramLabel = "string",
      description = "Memory nodes that it may use (0-3, 0,1)")
  private String cpusetMems = "";

  @Option(
      names = "--pids-limit",
      paramLabel = "int",
      description = "Limit of processes (-1 for none)")
  private long pidsLimit;

  @Option(
      names = "--ulimit",
      paramLabel = "ulimit",
      converter = CheckedResources.UlimitValue.class,
      description = "Limits of each process (name=soft[:hard])")
  private List<Ulimit> ulimits = new ArrayList<>();

  @Option(
      names = "--blkio-weight",
      paramLabel = "uint16",
      converter = CheckedResources.Weight.class,
      description = "Weight of its block input and output, 10 to 1000, or 0")
  private int blkioWeight;

  @Option(
      names = "--blkio-weight-device",
      paramLabel = "list",
      converter = CheckedResources.DeviceWeight.class,
      description = "The same for one device")
  private List<DeviceRate> deviceWeights = new ArrayList<>();

  @Option(
      names = "--device-read-bps",
      paramLabel = "list",
      converter = CheckedResources.BytesRate.class,
      description = "Limit of bytes a second read from a device")
  private List<DeviceRate> readBps = new ArrayList<>();

  @Option(
      names = "--device-write-bps",
      paramLabel = "list",
      converter = CheckedResources.BytesRate.class,
      description = "Limit of bytes a second written to a device")
  private List<DeviceRate> writeBps = new ArrayList<>();

  @Option(
      names = "--device-read-iops",
      paramLabel = "list",
      converter = CheckedResources.OperationsRate.class,
      description = "Limit of reads a second from a device")
  private List<DeviceRate> readIops = new ArrayList<>();

  @Option(
      names = "--device-write-iops",
      paramLabel = "list",
      converter = CheckedResources.OperationsRate.class,
      description = "Limit of writes a second to a device")
  private List<DeviceRate> writeIops = new ArrayList<>();

  /**
   * The limits that the flags ask for.
   *
   * @throws IllegalArgumentException in Docker's words
   */
  Resources resources() {
    if (swappiness < -1 || swappiness > 100) {
      throw new IllegalArgumentException(
          "invalid value: " + swappiness + ". Valid memory swappiness range is 0-100");
    }
    return new Resources(
        memory,
        nanoCpus,
        pidsLimit,
        new Memory(
            memoryReservation,
            memorySwap,
            swappiness < 0 ? null : (int) swappiness,
            kernelMemory,
            oomKillDisable),
        new Cpu(
            cpuShares,
            cpuPeriod,
            cpuQuota,
            cpuRealtimePeriod,
            cpuRealtimeRuntime,
            cpusetCpus,
            cpusetMems),
        new BlockIo(blkioWeight, deviceWeights, readBps, writeBps, readIops, writeIops),
        List.copyOf(ulimits));
  }
}
