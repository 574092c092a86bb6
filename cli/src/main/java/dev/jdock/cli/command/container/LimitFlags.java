package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedResources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Limits of memory and processors for whatever runs in a container: of {@code run}, {@code update}
 * and the RUN steps of {@code build}. Numbers not given are 0, texts empty.
 */
public final class LimitFlags {
  @Option(
      names = {"-m", "--memory"},
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Memory limit")
  private @Nullable Long memory;

  @Option(
      names = "--memory-swap",
      paramLabel = "bytes",
      converter = CheckedResources.MemorySwap.class,
      description = "Limit of memory and swap together (-1 for none)")
  private @Nullable Long memorySwap;

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
      names = "--cpuset-cpus",
      paramLabel = "string",
      description = "Processors to run on (0-3, 0,1)")
  private String cpusetCpus = "";

  @Option(
      names = "--cpuset-mems",
      paramLabel = "string",
      description = "Memory nodes to use (0-3, 0,1)")
  private String cpusetMems = "";

  /** In bytes. */
  public long memory() {
    return memory == null ? 0 : memory;
  }

  /** In bytes; -1 for no limit. */
  public long memorySwap() {
    return memorySwap == null ? 0 : memorySwap;
  }

  public long cpuShares() {
    return cpuShares;
  }

  /** In microseconds. */
  public long cpuPeriod() {
    return cpuPeriod;
  }

  /** In microseconds. */
  public long cpuQuota() {
    return cpuQuota;
  }

  public String cpusetCpus() {
    return cpusetCpus;
  }

  public String cpusetMems() {
    return cpusetMems;
  }

  /** Whether a limit of memory is on the command line, be it 0. */
  boolean areOfMemory() {
    return memory != null || memorySwap != null;
  }
}
