package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedNetwork;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.container.create.AddressCheck;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.PortMapping;
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

  @Option(
      names = "--link",
      paramLabel = "list",
      converter = CheckedNetwork.Link.class,
      description = "Know another container by name (CONTAINER[:ALIAS])")
  private List<String> links = new ArrayList<>();

  @Option(names = "--ip", paramLabel = "string", description = "IPv4 address")
  private String ip = "";

  @Option(names = "--ip6", paramLabel = "string", description = "IPv6 address")
  private String ip6 = "";

  @Option(names = "--mac-address", paramLabel = "string", description = "Ethernet address")
  private String mac = "";

  @Option(
      names = "--link-local-ip",
      paramLabel = "list",
      description = "Further addresses in a network of your own")
  private List<String> linkLocal = new ArrayList<>();

  @Option(
      names = {"--network-alias", "--net-alias"},
      paramLabel = "list",
      description = "Further names in a network of your own")
  private List<String> aliases = new ArrayList<>();

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
        dnsOptions,
        links,
        address());
  }

  private Address address() {
    if (!mac.isEmpty() && !AddressCheck.isMac(mac)) {
      throw new IllegalArgumentException(mac + " is not a valid mac address");
    }
    if (!aliases.isEmpty()) {
      throw new IllegalArgumentException(
          "network-scoped aliases are only supported for user-defined networks");
    }
    return new Address(ip, ip6, mac, List.copyOf(linkLocal));
  }

  private String mode() {
    if (networks.isEmpty()) {
      return "";
    }
    if (networks.size() > 1) {
      throw CommandFailure.notSupported("more than one --network");
    }
    String network = networks.getFirst();
    if (network.isEmpty()) {
      throw new IllegalArgumentException("no name set for network");
    }
    return network;
  }
}
