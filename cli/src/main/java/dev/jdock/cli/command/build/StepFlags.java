package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.container.LimitFlags;
import dev.jdock.cli.command.container.SecurityFlags;
import dev.jdock.cli.command.progress.ProgressDisplay;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedResources;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.StepLimits;
import dev.jdock.runtime.engine.Resources.Ulimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked about the commands of RUN. */
final class StepFlags {
  private static final Set<String> TECHNOLOGIES = Set.of("", "default");

  @Option(
      names = "--secret",
      paramLabel = "stringArray",
      description = "Secret for RUN (id=mysecret[,src=/local/secret])")
  private List<String> secrets = new ArrayList<>();

  @Option(
      names = "--ssh",
      paramLabel = "stringArray",
      description = "Agent's socket, or keys, for RUN (default|<id>[=<socket>|<key>[,<key>]])")
  private List<String> agents = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "stringArray",
      description = "Let RUN do more (network.host, security.insecure, device)")
  private List<String> allowed = new ArrayList<>();

  @Option(
      names = "--cgroup-parent",
      paramLabel = "string",
      description = "The cgroup that those of RUN are made in")
  private String cgroupParent = "";

  @Option(
      names = "--shm-size",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Size of /dev/shm of RUN (default 64 MiB)")
  private long shmSize;

  @Option(
      names = "--ulimit",
      paramLabel = "ulimit",
      converter = CheckedResources.UlimitValue.class,
      description = "Limits of each process of RUN (name=soft[:hard])")
  private List<Ulimit> ulimits = new ArrayList<>();

  @Option(names = "--isolation", paramLabel = "string", description = "Isolation technology")
  private String isolation = "";

  @Mixin private LimitFlags limits = new LimitFlags();

  @Mixin private SecurityFlags security = new SecurityFlags();

  @Option(
      names = "--on-error",
      paramLabel = "string",
      description = "What to do in a step that fails (shell)")
  private String onError = "";

  /**
   * Reads all of them, and what they name as far as a wrong name is to be found before the build.
   *
   * @throws CommandFailure in buildx's words
   */
  RunOptions options(Invocation invocation, ProgressDisplay display) {
    if (!TECHNOLOGIES.contains(isolation)) {
      throw CommandFailure.of(
          "ERROR: invalid isolation: \"" + isolation + "\" - linux only supports 'default'");
    }
    var allowance = Allowance.of(allowed);
    return new RunOptions(
        SecretFlags.read(invocation, secrets),
        AgentFlags.read(invocation, agents),
        allowance.entitlements(),
        allowance.devices(),
        securityOptions(invocation),
        limits(),
        ErrorShell.of(onError, invocation, display));
  }

  private List<String> securityOptions(Invocation invocation) {
    try {
      return security.options(invocation);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    }
  }

  private StepLimits limits() {
    return new StepLimits(
        limits.memory(),
        limits.memorySwap(),
        limits.cpuShares(),
        limits.cpuPeriod(),
        limits.cpuQuota(),
        limits.cpusetCpus(),
        limits.cpusetMems(),
        cgroupParent,
        shmSize,
        ulimits.stream()
            .map(limit -> new StepLimits.Ulimit(limit.name(), limit.soft(), limit.hard()))
            .toList());
  }
}
