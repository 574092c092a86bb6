package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedResources;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.engine.Resources.Cpu;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code update}. */
@Command(description = "Update configuration of one or more containers")
public final class UpdateContainer extends Action {
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
      names = "--cpus",
      paramLabel = "decimal",
      converter = Checked.NanoCpus.class,
      description = "Number of CPUs")
  private @Nullable Long nanoCpus;

  @Option(
      names = "--memory-reservation",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Memory the container may keep when there is little")
  private @Nullable Long memoryReservation;

  @Option(
      names = {"-c", "--cpu-shares"},
      paramLabel = "int",
      description = "Weight of its share of busy CPUs")
  private @Nullable Long cpuShares;

  @Option(names = "--cpu-period", paramLabel = "int", description = "CFS period, in microseconds")
  private @Nullable Long cpuPeriod;

  @Option(names = "--cpu-quota", paramLabel = "int", description = "CFS quota, in microseconds")
  private @Nullable Long cpuQuota;

  @Option(
      names = "--cpu-rt-period",
      paramLabel = "int",
      description = "Period of real-time scheduling, in microseconds")
  private @Nullable Long cpuRealtimePeriod;

  @Option(
      names = "--cpu-rt-runtime",
      paramLabel = "int",
      description = "Real-time scheduling in a period, in microseconds")
  private @Nullable Long cpuRealtimeRuntime;

  @Option(names = "--cpuset-cpus", paramLabel = "string", description = "CPUs to run on (0-3, 0,1)")
  private String cpusetCpus = "";

  @Option(
      names = "--cpuset-mems",
      paramLabel = "string",
      description = "Memory nodes to allocate from (0-3, 0,1)")
  private String cpusetMems = "";

  @Option(
      names = "--blkio-weight",
      paramLabel = "uint16",
      converter = CheckedResources.Weight.class,
      description = "Weight of its share of busy disks (10 to 1000, 0 for none)")
  private @Nullable Integer blkioWeight;

  @Option(
      names = "--pids-limit",
      paramLabel = "int",
      description = "Limit of processes and threads (-1 for none)")
  private @Nullable Long pidsLimit;

  @Option(names = "--restart", paramLabel = "string", description = "When to restart")
  private @Nullable String restart;

  @Option(
      names = "--publish",
      paramLabel = "list",
      description = "Publish a port of the container on the host, while it runs")
  private List<String> publish = new ArrayList<>();

  @Option(
      names = "--publish-rm",
      paramLabel = "list",
      description = "Publish a port no more, while it runs ([HOST:]CONTAINER[/PROTOCOL])")
  private List<String> unpublish = new ArrayList<>();

  public UpdateContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    boolean nothing =
        memory == null
            && memorySwap == null
            && memoryReservation == null
            && cpu().equals(Cpu.NONE)
            && blkioWeight == null
            && nanoCpus == null
            && pidsLimit == null
            && restart == null
            && publish.isEmpty()
            && unpublish.isEmpty();
    if (nothing) {
      throw CommandFailure.of("you must provide one or more flags when using this command");
    }
    RestartFlag policy = policy();
    ContainerUpdate update =
        new ContainerUpdate(
            orZero(memory),
            orZero(memorySwap),
            orZero(memoryReservation),
            orZero(nanoCpus),
            pidsLimit,
            cpu(),
            blkioWeight == null ? 0 : blkioWeight,
            policy == null ? null : policy.name(),
            policy == null ? 0 : policy.limit(),
            ports(publish),
            ports(unpublish));
    List<String> warnings = new ArrayList<>();
    int exitCode =
        EachArgument.run(
            arguments(),
            container -> {
              warnings.addAll(engine.containers().update(container, update));
              invocation.out().println(container);
            });
    warnings.forEach(invocation.out()::println);
    return exitCode;
  }

  private @Nullable RestartFlag policy() {
    try {
      return restart == null ? null : RestartFlag.parse(restart);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
  }

  private Cpu cpu() {
    return new Cpu(
        orZero(cpuShares),
        orZero(cpuPeriod),
        orZero(cpuQuota),
        orZero(cpuRealtimePeriod),
        orZero(cpuRealtimeRuntime),
        cpusetCpus,
        cpusetMems);
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static List<PortMapping> ports(List<String> specs) {
    try {
      return specs.stream().flatMap(spec -> PortSpec.publish(spec).stream()).toList();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
  }
}
