package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedNetwork;
import dev.jdock.cli.command.syntax.NameValues;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Networking.Address;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.network.AddressCheck;
import java.util.ArrayList;
import java.util.HashSet;
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
      converter = NetworkValue.Converter.class,
      description = "Connect to a network")
  private List<NetworkValue> networks = new ArrayList<>();

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
    List<Attachment> attachments = attachments();
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
        attachments == null ? address() : Address.ANY,
        attachments);
  }

  private Address address() {
    requireMac(mac);
    return new Address(ip, ip6, mac, List.copyOf(linkLocal));
  }

  private String mode() {
    if (networks.isEmpty()) {
      return "";
    }
    String network = networks.getFirst().name();
    if (network.isEmpty()) {
      throw new IllegalArgumentException("no name set for network");
    }
    return network;
  }

  /** What Docker's client makes of all that is said about networks. */
  private @Nullable List<Attachment> attachments() {
    Set<String> names = new HashSet<>();
    for (NetworkValue network : networks) {
      if (!names.add(network.name())) {
        throw new IllegalArgumentException(
            "network \"" + network.name() + "\" is specified multiple times");
      }
    }
    if (names.stream().anyMatch(NetworkOptions::isOwn)
        && !names.stream().allMatch(NetworkOptions::isOwn)) {
      throw new IllegalArgumentException(
          "conflicting options: cannot attach both user-defined and non-user-defined"
              + " network-modes");
    }
    boolean named = !networks.isEmpty() && !networks.getFirst().aliases().isEmpty();
    refuseBoth("--network-alias", "alias", !aliases.isEmpty(), named);
    if (!aliases.isEmpty() && !isOwn(mode())) {
      throw new IllegalArgumentException(
          "network-scoped aliases are only supported for user-defined networks");
    }
    if (networks.isEmpty() || networks.getFirst().name().startsWith("container:")) {
      return null;
    }
    List<Attachment> attachments = new ArrayList<>();
    for (NetworkValue network : networks) {
      attachments.add(attachment(network, attachments.isEmpty()));
    }
    boolean plain =
        attachments.size() == 1
            && !isOwn(mode())
            && attachments.equals(List.of(new Attachment(mode(), address(), null, 0)));
    return plain ? null : attachments;
  }

  private static boolean isOwn(String network) {
    return !List.of("", "default", "bridge", "host", "none").contains(network)
        && !network.startsWith("container:");
  }

  /** The flags beside {@code --network} are about the first one. */
  private Attachment attachment(NetworkValue network, boolean first) {
    List<String> names = network.aliases();
    Address own = new Address(network.ip(), network.ip6(), network.mac(), network.linkLocal());
    if (first) {
      refuseBoth("--ip", "IPv4 address", !ip.isEmpty(), !network.ip().isEmpty());
      refuseBoth("--ip6", "IPv6 address", !ip6.isEmpty(), !network.ip6().isEmpty());
      refuseBoth("--mac-address", "MAC address", !mac.isEmpty(), !network.mac().isEmpty());
      refuseBoth(
          "--link-local-ip",
          "link-local IP addresses",
          !linkLocal.isEmpty(),
          !network.linkLocal().isEmpty());
      names = aliases.isEmpty() ? names : aliases;
      own =
          new Address(
              ip.isEmpty() ? own.ip() : ip,
              ip6.isEmpty() ? own.ip6() : ip6,
              mac.isEmpty() ? own.mac() : mac,
              linkLocal.isEmpty() ? own.linkLocal() : List.copyOf(linkLocal));
    }
    requireMac(own.mac());
    return new Attachment(
            network.name(), own, names.isEmpty() ? null : names, network.gatewayPriority())
        .with(NameValues.of(network.driverOptions()), List.of());
  }

  private static void refuseBoth(String flag, String field, boolean one, boolean other) {
    if (one && other) {
      throw new IllegalArgumentException(
          "conflicting options: cannot specify both " + flag + " and per-network " + field);
    }
  }

  private static void requireMac(String mac) {
    if (!mac.isEmpty() && !AddressCheck.isMac(mac)) {
      throw new IllegalArgumentException(mac + " is not a valid mac address");
    }
  }
}
