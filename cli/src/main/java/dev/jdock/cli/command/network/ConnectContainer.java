package dev.jdock.cli.command.network;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CheckedNetwork;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.NameValues;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.Networking.Attachment;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code network connect}. */
@Command(description = "Connect a container to a network")
public final class ConnectContainer extends Action {
  @Option(
      names = "--alias",
      paramLabel = "strings",
      split = ",",
      description = "Add network-scoped alias for the container")
  private List<String> aliases = new ArrayList<>();

  @Option(
      names = "--driver-opt",
      paramLabel = "strings",
      split = ",",
      description = "Options of the driver")
  private List<String> driverOptions = new ArrayList<>();

  @Option(
      names = "--gw-priority",
      paramLabel = "int",
      description = "The highest priority provides the default gateway")
  private int gatewayPriority;

  @Option(names = "--ip", paramLabel = "string", description = "IPv4 address")
  private String ip = "";

  @Option(names = "--ip6", paramLabel = "string", description = "IPv6 address")
  private String ip6 = "";

  @Option(
      names = "--link",
      paramLabel = "list",
      converter = CheckedNetwork.Link.class,
      description = "Add link to another container")
  private List<String> links = new ArrayList<>();

  @Option(
      names = "--link-local-ip",
      paramLabel = "strings",
      split = ",",
      description = "Add a link-local address for the container")
  private List<String> linkLocal = new ArrayList<>();

  public ConnectContainer() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    for (String option : driverOptions) {
      if (option.indexOf('=') <= 0) {
        throw CommandFailure.of("invalid key/value pair format in driver options");
      }
    }
    engine
        .networks()
        .connect(
            arguments().get(0),
            arguments().get(1),
            new Attachment(
                    arguments().get(0),
                    new Address(ip, ip6, "", linkLocal),
                    aliases,
                    gatewayPriority)
                .with(NameValues.of(driverOptions), links));
    return 0;
  }
}
