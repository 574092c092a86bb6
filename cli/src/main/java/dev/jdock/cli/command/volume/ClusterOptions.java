package dev.jdock.cli.command.volume;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of {@code volume create} that are for volumes of a Swarm, which there is none of. */
final class ClusterOptions {
  @Option(
      names = "--availability",
      paramLabel = "string",
      description = "Cluster volume availability (active, pause, drain)")
  private @Nullable String availability;

  @Option(names = "--group", paramLabel = "string", description = "Cluster volume group")
  private @Nullable String group;

  @Option(
      names = "--limit-bytes",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Maximum size of the cluster volume")
  private @Nullable Long limit;

  @Option(
      names = "--required-bytes",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Minimum size of the cluster volume")
  private @Nullable Long required;

  @Option(
      names = "--scope",
      paramLabel = "string",
      description = "Cluster volume access scope (single, multi)")
  private @Nullable String scope;

  @Option(names = "--secret", paramLabel = "map", description = "Cluster volume secrets")
  private List<String> secrets = new ArrayList<>();

  @Option(
      names = "--sharing",
      paramLabel = "string",
      description = "Cluster volume access sharing (none, readonly, onewriter, all)")
  private @Nullable String sharing;

  @Option(
      names = "--topology-preferred",
      paramLabel = "list",
      description = "Topology that the cluster volume would be preferred in")
  private List<String> preferred = new ArrayList<>();

  @Option(
      names = "--topology-required",
      paramLabel = "list",
      description = "Topology that the cluster volume must be accessible from")
  private List<String> topology = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "string",
      description = "Cluster volume access type (mount, block)")
  private @Nullable String type;

  /**
   * @throws CommandFailure in the words of Docker without Swarm
   */
  void refuse() {
    boolean given =
        Stream.of(availability, group, limit, required, scope, sharing, type)
                .anyMatch(value -> value != null)
            || !secrets.isEmpty()
            || !preferred.isEmpty()
            || !topology.isEmpty();
    if (given) {
      throw CommandFailure.of(
          "Error response from daemon: This node is not a swarm manager. Use \"docker swarm init\""
              + " or \"docker swarm join\" to connect this node to swarm and try again.");
    }
  }
}
