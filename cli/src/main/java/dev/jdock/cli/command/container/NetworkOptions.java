package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.ContainerSpec.Networking;
import dev.jdock.runtime.engine.ContainerSpec.PortMapping;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a container is reached, and what it reaches. */
final class NetworkOptions {
  @Option(
      names = {"--network", "--net"},
      paramLabel = "network",
      description = "Connect to a network (bridge|none|host)")
  private List<String> networks = new ArrayList<>();

  @Option(
      names = {"-h", "--hostname"},
      paramLabel = "string",
      description = "Host name of the container")
  private @Nullable String hostname;

  @Option(
      names = "--domainname",
      paramLabel = "string",
      description = "NIS domain name of the container")
  private @Nullable String domainname;

  @Option(
      names = {"-p", "--publish"},
      paramLabel = "list",
      description = "Publish ports of the container on the host")
  private List<String> publish = new ArrayList<>();

  @Option(
      names = {"-P", "--publish-all"},
      description = "Publish every exposed port on a free port of the host")
  private boolean publishAll;

  @Option(
      names = "--expose",
      paramLabel = "list",
      description = "Expose a port or a range of ports")
  private List<String> expose = new ArrayList<>();

  @Option(
      names = "--add-host",
      paramLabel = "list",
      converter = Checked.ExtraHost.class,
      description = "Add a line to /etc/hosts (host:ip)")
  private List<String> extraHosts = new ArrayList<>();

  @Option(
      names = "--dns",
      paramLabel = "list",
      converter = Checked.Address.class,
      description = "Name servers to use")
  private List<String> dns = new ArrayList<>();

  @Option(
      names = "--dns-search",
      paramLabel = "list",
      converter = Checked.Domain.class,
      description = "Domains to search names in")
  private List<String> dnsSearch = new ArrayList<>();

  @Option(
      names = {"--dns-option", "--dns-opt"},
      paramLabel = "list",
      description = "Options of the resolver")
  private List<String> dnsOptions = new ArrayList<>();

  Networking networking() {
    List<PortMapping> mappings = new ArrayList<>();
    publish.forEach(text -> mappings.addAll(PortSpec.publish(text)));
    Set<String> exposed = new LinkedHashSet<>();
    mappings.forEach(port -> exposed.add(port.containerPort() + "/" + port.protocol()));
    expose.forEach(text -> exposed.addAll(PortSpec.expose(text)));
    return new Networking(
        mode(),
        hostname,
        domainname,
        List.copyOf(exposed),
        mappings,
        publishAll,
        extraHosts,
        dns,
        dnsSearch,
        dnsOptions);
  }

  private String mode() {
    if (networks.isEmpty()) {
      return "default";
    }
    if (networks.size() > 1) {
      throw CommandFailure.notSupported("more than one --network");
    }
    String network = networks.getFirst();
    return switch (network) {
      case "" -> throw new IllegalArgumentException("no name set for network");
      case "default", "bridge", "none", "host" -> network;
      default -> {
        if (network.startsWith("container:")) {
          throw CommandFailure.notSupported("--network " + network);
        }
        yield network;
      }
    };
  }
}
