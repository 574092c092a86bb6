package dev.jdock.cli.command.network;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.NameValues;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.NetworkRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code network create}. */
@Command(description = "Create a network")
public final class CreateNetwork extends Action {
  @Mixin private AddressFlags addresses = new AddressFlags();

  @Option(
      names = {"-d", "--driver"},
      paramLabel = "string",
      description = "Driver to manage the network (default \"bridge\")")
  private String driver = "bridge";

  @Option(
      names = {"-o", "--opt"},
      paramLabel = "map",
      description = "Set options of the driver")
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "list",
      converter = Checked.Label.class,
      description = "Set labels")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--internal", description = "Let it lead to no other network")
  private boolean internal;

  @Option(
      names = "--allow",
      paramLabel = "list",
      description =
          "Let an internal network lead to HOST[:PORTS]: a name, *.NAME, an address or a subnet")
  private List<String> allowed = new ArrayList<>();

  @Option(names = "--attachable", description = "Enable manual container attachment")
  private boolean attachable;

  @Option(names = "--ingress", description = "Create swarm routing-mesh network")
  private boolean ingress;

  @Option(names = "--ipv4", description = "Give containers IPv4 addresses (default true)")
  private @Nullable Boolean ipv4;

  @Option(names = "--ipv6", description = "Give containers IPv6 addresses")
  private @Nullable Boolean ipv6;

  @Option(names = "--scope", paramLabel = "string", description = "Control the network's scope")
  private String scope = "";

  @Option(names = "--config-only", description = "Create nothing but a configuration for others")
  private boolean configOnly;

  @Option(
      names = "--config-from",
      paramLabel = "string",
      description = "The network to take the configuration from")
  private String configFrom = "";

  public CreateNetwork() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String id =
        engine
            .networks()
            .create(
                new NetworkRequest(
                    arguments().getFirst(),
                    driver,
                    scope,
                    addresses.ipam(),
                    ipv4,
                    ipv6,
                    internal,
                    attachable,
                    ingress,
                    configOnly,
                    configFrom,
                    NameValues.of(options),
                    NameValues.of(labels),
                    allowed));
    invocation.out().println(id);
    return 0;
  }
}
