package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedResources;
import dev.jdock.runtime.engine.Resources.Cpu;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The limits that a container gets from {@code run}, and that {@code update} changes. */
final class ContainerLimitFlags {
  @Mixin private LimitFlags limits = new LimitFlags();

  @Option(
      names = "--memory-reservation",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Memory that is left to it when memory is short")
  private @Nullable Long memoryReservation;

  @Option(
      names = "--cpus",
      paramLabel = "decimal",
      converter = Checked.NanoCpus.class,
      description = "Number of processors")
  private @Nullable Long nanoCpus;

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
      names = "--blkio-weight",
      paramLabel = "uint16",
      converter = CheckedResources.Weight.class,
      description = "Weight of its block input and output, 10 to 1000, or 0")
  private @Nullable Integer blkioWeight;

  @Option(
      names = "--pids-limit",
      paramLabel = "int",
      description = "Limit of processes (-1 for none)")
  private @Nullable Long pidsLimit;

  LimitFlags limits() {
    return limits;
  }

  /** In bytes. */
  long memoryReservation() {
    return memoryReservation == null ? 0 : memoryReservation;
  }

  /** In 10<sup>-9</sup> processors. */
  long nanoCpus() {
    return nanoCpus == null ? 0 : nanoCpus;
  }

  int blkioWeight() {
    return blkioWeight == null ? 0 : blkioWeight;
  }

  /** Null where the flag is not given: 0 and -1 take a limit away. */
  @Nullable Long pidsLimit() {
    return pidsLimit;
  }

  Cpu cpu() {
    return new Cpu(
        limits.cpuShares(),
        limits.cpuPeriod(),
        limits.cpuQuota(),
        cpuRealtimePeriod,
        cpuRealtimeRuntime,
        limits.cpusetCpus(),
        limits.cpusetMems());
  }
}
