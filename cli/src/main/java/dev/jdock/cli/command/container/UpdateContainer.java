package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.PortMapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code update}. */
@Command(description = "Update configuration of one or more containers")
public final class UpdateContainer extends Action {
  @Mixin private ContainerLimitFlags limits = new ContainerLimitFlags();

  @Option(names = "--restart", paramLabel = "string", description = "When to restart")
  private @Nullable String restart;

  /** Taken, as by Docker, and not honoured: kernels since 5.4 do not limit that memory. */
  @Option(
      names = "--kernel-memory",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      hidden = true)
  private @Nullable Long kernelMemory;

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
    if (given().isEmpty()) {
      throw CommandFailure.of("you must provide one or more flags when using this command");
    }
    RestartFlag policy = policy();
    ContainerUpdate update =
        new ContainerUpdate(
            limits.limits().memory(),
            limits.limits().memorySwap(),
            limits.memoryReservation(),
            limits.nanoCpus(),
            limits.pidsLimit(),
            limits.cpu(),
            ContainerUpdate.BlockIo.ofWeight(limits.blkioWeight()),
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
    if (kernelMemory != null) {
      warnings.add(
          "Your kernel does not support kernel memory limit capabilities or the cgroup is not"
              + " mounted. Limitation discarded.");
    }
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

  private static List<PortMapping> ports(List<String> specs) {
    try {
      return specs.stream().flatMap(spec -> PortSpec.publish(spec).stream()).toList();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
  }
}
