package dev.jdock.runtime.network;

import dev.jdock.image.text.GoBool;
import dev.jdock.linux.netlink.AddressFamily;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a network whether or not anything of it is in the kernel.
 *
 * @param id 64 hexadecimal digits
 * @param driver {@code bridge}, {@code macvlan}, {@code ipvlan}, {@code host} or {@code null}
 * @param scope {@code local}, or what its maker called it
 * @param internal whether it leads to no other network
 * @param configOnly whether it is nothing but a configuration for others
 * @param configFrom the network that its configuration was taken from; empty for none
 * @param allowed the places outside that an internal network leads to
 */
public record NetworkDefinition(
    String id,
    String name,
    Instant created,
    String driver,
    String scope,
    boolean internal,
    boolean attachable,
    Ipam ipam,
    SortedMap<String, String> options,
    SortedMap<String, String> labels,
    boolean configOnly,
    String configFrom,
    List<String> allowed) {
  /** The name of the network that every container is on unless it wants another. */
  public static final String DEFAULT = "bridge";

  public static final String BRIDGE = "bridge";
  public static final String HOST = "host";
  public static final String NULL = "null";

  /** The network of containers that are on none. */
  public static final String NONE = "none";

  public static final String LOCAL = "local";

  static final String BRIDGE_OPTION = "com.docker.network.bridge.";
  static final String BRIDGE_NAME = BRIDGE_OPTION + "name";
  static final String MASQUERADE = BRIDGE_OPTION + "enable_ip_masquerade";
  static final String BETWEEN_CONTAINERS = BRIDGE_OPTION + "enable_icc";
  static final String HOST_BINDING = BRIDGE_OPTION + "host_binding_ipv4";
  static final String GATEWAY_MODE_IPV4 = BRIDGE_OPTION + "gateway_mode_ipv4";
  static final String GATEWAY_MODE_IPV6 = BRIDGE_OPTION + "gateway_mode_ipv6";
  static final String WITHOUT_IPV4_ADDRESS = BRIDGE_OPTION + "inhibit_ipv4";
  static final String TRUSTED_LINKS = BRIDGE_OPTION + "trusted_host_interfaces";
  static final String HOST_IPV4 = "com.docker.network.host_ipv4";
  static final String HOST_IPV6 = "com.docker.network.host_ipv6";
  static final String MTU = "com.docker.network.driver.mtu";
  static final String LINK_PREFIX = "com.docker.network.container_iface_prefix";

  public NetworkDefinition {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    allowed = List.copyOf(allowed);
  }

  /**
   * Where its addresses come from.
   *
   * @param driver {@code default}
   * @param options null where its maker said nothing of them
   * @param pools of all that were asked for; one of each version of IP that it has, or none where
   *     it needs no addresses or has not chosen yet
   * @param ipv4 whether containers get IPv4 addresses
   * @param ipv6 whether they get IPv6 addresses
   */
  public record Ipam(
      String driver,
      @Nullable SortedMap<String, String> options,
      List<Pool> pools,
      boolean ipv4,
      boolean ipv6) {
    public static final Ipam EMPTY = new Ipam("default", null, List.of());

    /** Of IPv4 alone. */
    public Ipam(String driver, @Nullable SortedMap<String, String> options, List<Pool> pools) {
      this(driver, options, pools, true, false);
    }

    public Ipam {
      options = options == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(options));
      pools = List.copyOf(pools);
    }

    /** Whether containers get addresses of that version. */
    public boolean has(AddressFamily family) {
      return family == AddressFamily.IPV4 ? ipv4 : ipv6;
    }

    /** The versions of which containers get addresses, IPv4 first. */
    List<AddressFamily> families() {
      return Stream.of(AddressFamily.values()).filter(this::has).toList();
    }
  }

  /**
   * A subnet and what is kept of it.
   *
   * @param gateway null where its maker named none: it is the first address then
   * @param range containers get addresses of this part only; null for the whole subnet
   * @param auxiliary addresses that no container gets, by their names
   */
  public record Pool(
      Subnet subnet,
      @Nullable InetAddress gateway,
      @Nullable Subnet range,
      SortedMap<String, InetAddress> auxiliary) {
    public Pool {
      auxiliary = Collections.unmodifiableSortedMap(new TreeMap<>(auxiliary));
    }

    /** Of which nothing is kept. */
    static Pool of(Subnet subnet) {
      return new Pool(subnet, subnet.gateway(), null, new TreeMap<>());
    }

    /** The address of the bridge. */
    public InetAddress bridgeAddress() {
      return gateway == null ? subnet.gateway() : gateway;
    }
  }

  /** One of the three that every engine has. */
  static NetworkDefinition predefined(String id, String name, String driver, Instant created) {
    return new NetworkDefinition(
        id,
        name,
        created,
        driver,
        LOCAL,
        false,
        false,
        Ipam.EMPTY,
        new TreeMap<>(),
        new TreeMap<>(),
        false,
        "",
        List.of());
  }

  NetworkDefinition withIpam(Ipam newIpam) {
    return with(newIpam, options);
  }

  NetworkDefinition with(Ipam newIpam, SortedMap<String, String> newOptions) {
    return new NetworkDefinition(
        id,
        name,
        created,
        driver,
        scope,
        internal,
        attachable,
        newIpam,
        newOptions,
        labels,
        configOnly,
        configFrom,
        allowed);
  }

  /** Whether containers get links to it. */
  public boolean hasLinks() {
    return (driver.equals(BRIDGE) || isOnParent()) && !configOnly;
  }

  /** Whether its containers are on a link of this machine: macvlan or ipvlan. */
  boolean isOnParent() {
    return ParentOptions.DRIVERS.contains(driver);
  }

  private boolean hasParent() {
    return !options.getOrDefault(ParentOptions.PARENT, "").isEmpty();
  }

  /** The addresses of one version of IP, if it has any, and once they are chosen. */
  public Optional<Pool> pool(AddressFamily family) {
    return ipam.pools().stream()
        .filter(pool -> pool.subnet().family() == family && ipam.has(family))
        .findFirst();
  }

  /** All addresses, once they are chosen, those of IPv4 first. */
  public List<Pool> pools() {
    return ipam.families().stream().flatMap(family -> pool(family).stream()).toList();
  }

  /** Whether it leads nowhere at all. */
  boolean isClosed() {
    return (internal && allowed.isEmpty()) || (isOnParent() && !hasParent());
  }

  /**
   * What containers have as their way out; null where there is none, 0.0.0.0 or :: where all others
   * are on the link itself.
   */
  @Nullable InetAddress gateway(Pool pool) {
    if (isClosed()) {
      return null;
    }
    return isOnParent() && ParentOptions.of(driver, options).isRouted()
        ? pool.subnet().family().any()
        : pool.bridgeAddress();
  }

  /** The address that no container gets because it is, or may be, the gateway's. */
  Optional<InetAddress> keptGateway(Pool pool) {
    return isOnParent() && internal
        ? Optional.ofNullable(pool.gateway())
        : Optional.of(pool.bridgeAddress());
  }

  /** Of links of containers; 0 for the usual. */
  int mtu() {
    return Integer.parseInt(options.getOrDefault(MTU, "0"));
  }

  boolean masquerades() {
    return !isClosed() && flag(MASQUERADE);
  }

  /** The address that its packets get on their way to others; null for their link's. */
  @Nullable InetAddress hostAddress(AddressFamily family) {
    String text = options.getOrDefault(family == AddressFamily.IPV4 ? HOST_IPV4 : HOST_IPV6, "");
    return text.isEmpty() ? null : Subnet.parseAddress(text);
  }

  /** From these, published ports are reached at containers' own addresses, too. */
  List<String> trustedLinks() {
    String names = options.getOrDefault(TRUSTED_LINKS, "");
    return Stream.of(names.split(":", -1)).filter(name -> !name.isEmpty()).distinct().toList();
  }

  /** Whether its containers may talk to each other. */
  boolean joinsContainers() {
    return flag(BETWEEN_CONTAINERS);
  }

  GatewayMode gatewayMode(AddressFamily family) {
    String option = family == AddressFamily.IPV4 ? GATEWAY_MODE_IPV4 : GATEWAY_MODE_IPV6;
    return GatewayMode.of(options.getOrDefault(option, "")).orElse(GatewayMode.NAT);
  }

  /** The versions of IP of which published ports are those of the containers' own addresses. */
  Set<AddressFamily> routed() {
    Set<AddressFamily> routed = EnumSet.noneOf(AddressFamily.class);
    ipam.families().stream()
        .filter(family -> gatewayMode(family) == GatewayMode.ROUTED)
        .forEach(routed::add);
    return routed;
  }

  /** Whether this machine has an address on it, by which its containers reach others, too. */
  boolean hasBridgeAddress(AddressFamily family) {
    boolean inhibited =
        family == AddressFamily.IPV4
            && options.containsKey(WITHOUT_IPV4_ADDRESS)
            && flag(WITHOUT_IPV4_ADDRESS);
    return !inhibited && !isOnParent() && gatewayMode(family) != GatewayMode.ISOLATED;
  }

  private boolean flag(String option) {
    String value = options.get(option);
    return value == null || GoBool.parse(value);
  }

  /** The address of the host that ports are published on where they name none; empty for all. */
  String hostBinding() {
    if (!ipam.ipv4()) {
      // As Docker does: who asks by IPv4 would not be told of containers without it.
      return "::";
    }
    String address = options.getOrDefault(HOST_BINDING, "");
    return address.equals("0.0.0.0") ? "" : address;
  }

  /** What links of containers are called, with a number behind. */
  String linkPrefix() {
    return options.getOrDefault(LINK_PREFIX, "eth");
  }
}
