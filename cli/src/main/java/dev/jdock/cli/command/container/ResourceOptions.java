package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedResources;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.BlockIo;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import dev.jdock.runtime.engine.Resources.Memory;
import dev.jdock.runtime.engine.Resources.Ulimit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much of the machine a container may use. */
final class ResourceOptions {
  @Mixin private ContainerLimitFlags limits = new ContainerLimitFlags();

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
      names = "--ulimit",
      paramLabel = "ulimit",
      converter = CheckedResources.UlimitValue.class,
      description = "Limits of each process (name=soft[:hard])")
  private List<Ulimit> ulimits = new ArrayList<>();

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
    Long pids = limits.pidsLimit();
    return new Resources(
        limits.limits().memory(),
        limits.nanoCpus(),
        pids == null ? 0 : pids,
        new Memory(
            limits.memoryReservation(),
            limits.limits().memorySwap(),
            swappiness < 0 ? null : (int) swappiness,
            kernelMemory,
            oomKillDisable),
        limits.cpu(),
        new BlockIo(limits.blkioWeight(), deviceWeights, readBps, writeBps, readIops, writeIops),
        List.copyOf(ulimits));
  }
}
