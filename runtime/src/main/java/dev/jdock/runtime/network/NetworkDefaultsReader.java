package dev.jdock.runtime.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link NetworkDefaults}, and refuses what makes no sense in Docker's words. */
final class NetworkDefaultsReader {
  private static final Pattern BLANK = Pattern.compile("[\\x00-\\x20\\x7f]");
  private static final int LARGEST_MTU = 65_535;
  private static final int SMALLEST_MTU = 68;

  private final JsonNode json;

  NetworkDefaultsReader(JsonNode json) {
    this.json = json;
  }

  /**
   * @throws JdockException INVALID
   */
  NetworkDefaults read() {
    return new NetworkDefaults(pools(), bridge(), names(), hostGateways(), options());
  }

  private List<AddressPools.AddressPool> pools() {
    List<AddressPools.AddressPool> pools = new ArrayList<>();
    for (JsonNode each : list("default-address-pools", "[]*ipamutils.NetworkToSplit")) {
      String base = each.path("base").asText();
      if (!PoolCheck.isSubnet(base)) {
        throw JdockException.invalid("netip.ParsePrefix(\"" + base + "\"): no prefix");
      }
      Subnet subnet = Subnet.parse(base);
      int size = each.path("size").asInt();
      if (size < subnet.prefixLength() || size > subnet.family().bits()) {
        throw JdockException.invalid(
            "invalid default-address-pools: size %d of %s is not from %d to %d"
                .formatted(size, subnet, subnet.prefixLength(), subnet.family().bits()));
      }
      pools.add(new AddressPools.AddressPool(subnet, size));
    }
    return pools;
  }

  private DefaultBridge bridge() {
    List<NetworkDefinition.Pool> pools = new ArrayList<>();
    boolean ipv6 = flag("ipv6", false);
    pool("bip", "fixed-cidr", AddressFamily.IPV4).ifPresent(pools::add);
    Optional<NetworkDefinition.Pool> six = pool("bip6", "fixed-cidr-v6", AddressFamily.IPV6);
    if (ipv6) {
      six.ifPresent(pools::add);
    }
    SortedMap<String, String> options = new TreeMap<>();
    options.put(NetworkDefinition.BETWEEN_CONTAINERS, Boolean.toString(flag("icc", true)));
    options.put(NetworkDefinition.MASQUERADE, Boolean.toString(flag("ip-masq", true)));
    String publishOn = text("ip");
    if (!publishOn.isEmpty()) {
      options.put(NetworkDefinition.HOST_BINDING, AddressText.of(address(publishOn)));
    }
    int mtu = mtu();
    if (mtu != 0) {
      options.put(NetworkDefinition.MTU, Integer.toString(mtu));
    }
    NetworkOptionCheck.requireRoom(options, ipv6);
    return DefaultBridge.of(pools, ipv6, options);
  }

  /**
   * @param address of the bridge, with the length of its prefix
   * @param range that containers get their addresses from
   */
  private Optional<NetworkDefinition.Pool> pool(
      String address, String range, AddressFamily family) {
    String own = text(address);
    String part = text(range);
    Subnet subnet = own.isEmpty() ? null : subnet(address, own, family);
    Subnet within = part.isEmpty() ? null : subnet(range, part, family);
    if (subnet == null) {
      return Optional.ofNullable(within).map(only -> pool(only, only.gateway(), only));
    }
    if (within != null
        && !(subnet.overlaps(within) && within.prefixLength() >= subnet.prefixLength())) {
      throw JdockException.invalid(
          "%s %s is not in %s, the network of %s".formatted(range, part, subnet, address));
    }
    InetAddress bridge = Subnet.parseAddress(own.substring(0, own.indexOf('/')));
    if (!subnet.isForHosts(bridge)) {
      throw JdockException.invalid(
          address + " " + own + " is the network's own address, and not a bridge's");
    }
    return Optional.of(pool(subnet, bridge, within));
  }

  private static NetworkDefinition.Pool pool(
      Subnet subnet, InetAddress gateway, @Nullable Subnet range) {
    return new NetworkDefinition.Pool(subnet, gateway, range, new TreeMap<>());
  }

  private static Subnet subnet(String key, String text, AddressFamily family) {
    if (!PoolCheck.isSubnet(text) || Subnet.parse(text).family() != family) {
      throw JdockException.invalid("parse " + key + " failed: invalid CIDR address: " + text);
    }
    return Subnet.parse(text);
  }

  private int mtu() {
    JsonNode node = value("mtu", JsonNode::isInt, "int");
    int mtu = node.asInt();
    if (mtu < 0) {
      throw JdockException.invalid("invalid default MTU: " + mtu);
    }
    if (mtu != 0 && (mtu < SMALLEST_MTU || mtu > LARGEST_MTU)) {
      throw JdockException.invalid(
          "invalid default MTU: " + mtu + " is not from " + SMALLEST_MTU + " to " + LARGEST_MTU);
    }
    return mtu;
  }

  private NetworkDefaults.NameService names() {
    List<String> servers = texts("dns", "[]net.IP");
    servers.forEach(NetworkDefaultsReader::address);
    List<String> search = texts("dns-search", "[]string");
    for (String domain : search) {
      if (domain.isEmpty() || BLANK.matcher(domain).find()) {
        throw JdockException.invalid(domain + " is not a valid domain");
      }
    }
    List<String> options = texts("dns-opts", "[]string");
    for (String option : options) {
      if (option.isEmpty() || BLANK.matcher(option).find()) {
        throw JdockException.invalid("invalid DNS option: " + option);
      }
    }
    return new NetworkDefaults.NameService(servers, search, options);
  }

  private List<InetAddress> hostGateways() {
    List<InetAddress> all = new ArrayList<>();
    String single = text("host-gateway-ip");
    if (!single.isEmpty()) {
      all.add(address(single));
    }
    for (String text : texts("host-gateway-ips", "[]netip.Addr")) {
      if (!AddressCheck.isIp(text)) {
        throw JdockException.invalid("ParseAddr(\"" + text + "\"): unable to parse IP");
      }
      all.add(address(text));
    }
    for (AddressFamily family : AddressFamily.values()) {
      if (all.stream().filter(each -> AddressFamily.of(each) == family).count() > 1) {
        String name = family == AddressFamily.IPV4 ? "IPv4" : "IPv6";
        throw JdockException.invalid(
            "only one " + name + " host gateway IP address can be specified");
      }
    }
    return all;
  }

  private Map<String, SortedMap<String, String>> options() {
    String key = "default-network-opts";
    Map<String, SortedMap<String, String>> all = new HashMap<>();
    JsonNode drivers = value(key, JsonNode::isObject, "map[string]map[string]string");
    drivers
        .properties()
        .forEach(driver -> {
          String name = key + "." + driver.getKey();
          require(name, driver.getValue(), driver.getValue().isObject(), "map[string]string");
          SortedMap<String, String> options = new TreeMap<>();
          driver
              .getValue()
              .properties()
              .forEach(option -> {
                JsonNode value = option.getValue();
                require(name + "." + option.getKey(), value, value.isTextual(), "string");
                options.put(option.getKey(), value.asText());
              });
          all.put(driver.getKey(), options);
        });
    return all;
  }

  private static InetAddress address(String text) {
    if (!AddressCheck.isIp(text) || text.contains("%")) {
      throw JdockException.invalid("invalid IP address: " + text);
    }
    return Subnet.parseAddress(text);
  }

  private boolean flag(String key, boolean usual) {
    return value(key, JsonNode::isBoolean, "bool").asBoolean(usual);
  }

  private String text(String key) {
    return value(key, JsonNode::isTextual, "string").asText();
  }

  private List<String> texts(String key, String type) {
    List<String> all = new ArrayList<>();
    for (JsonNode each : list(key, type)) {
      require(key, each, each.isTextual(), "string");
      all.add(each.asText());
    }
    return all;
  }

  private JsonNode list(String key, String type) {
    return value(key, JsonNode::isArray, type);
  }

  /** What is not there is missing, and no error. */
  private JsonNode value(String key, Predicate<JsonNode> fits, String type) {
    JsonNode node = json.path(key);
    require(key, node, node.isMissingNode() || node.isNull() || fits.test(node), type);
    return node.isNull() ? json.path("") : node;
  }

  private static void require(String key, JsonNode node, boolean fits, String type) {
    if (!fits) {
      throw JdockException.invalid(
          "json: cannot unmarshal %s into Go struct field Config.%s of type %s"
              .formatted(node.getNodeType().name().toLowerCase(Locale.ROOT), key, type)
              .replace("unmarshal boolean", "unmarshal bool"));
    }
  }
}
