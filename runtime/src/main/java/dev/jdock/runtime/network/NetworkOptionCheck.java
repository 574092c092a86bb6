package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.image.text.GoQuote;
import dev.jdock.linux.netlink.AddressFamily;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The options of a bridge, in Docker's words where they are wrong. Others mean nothing to it. */
final class NetworkOptionCheck {
  private static final String DOCKERS = "com.docker.network.";
  private static final int LONGEST_LINK = 15;

  /** RFC 8200; the kernel gives no address to a link with less. */
  private static final int SMALLEST_MTU_OF_IPV6 = 1280;

  private static final int LARGEST_MTU = 65_535;

  /** dev_valid_name of Linux. */
  private static final Pattern LINK = Pattern.compile("(?!\\.{1,2}$)[^/:\\s\\x00]+");

  private NetworkOptionCheck() {}

  /**
   * @param driver empty for the usual one
   * @throws JdockException INVALID; NOT_IMPLEMENTED for one of Docker's that jdock has not
   */
  static void validate(String driver, Map<String, String> options) {
    boolean bridge = !ParentOptions.DRIVERS.contains(driver);
    if (!bridge) {
      ParentOptions _ = ParentOptions.of(driver, options);
    }
    new TreeMap<>(options)
        .forEach((name, value) -> {
          if (!bridge && name.startsWith(NetworkDefinition.BRIDGE_OPTION)) {
            throw JdockException.invalid(
                "network option " + GoQuote.quote(name) + " is not one of the driver " + driver);
          }
          validate(name, value);
        });
  }

  /** One that packets of IPv6 can have. */
  private static boolean isIpv6(String value) {
    return AddressCheck.isIpv6(value)
        && value.indexOf('%') < 0
        && AddressFamily.of(Subnet.parseAddress(value)) == AddressFamily.IPV6;
  }

  static boolean isLinkName(String name) {
    return LINK.matcher(name).matches() && name.length() <= LONGEST_LINK;
  }

  static boolean isTruth(String value) {
    return GoBool.isTrue(value) || GoBool.isFalse(value);
  }

  private static void validate(String name, String value) {
    switch (name) {
      case NetworkDefinition.BRIDGE_NAME -> link(name, value, LONGEST_LINK);
      // A number comes behind it.
      case NetworkDefinition.LINK_PREFIX -> link(name, value, LONGEST_LINK - 3);
      case NetworkDefinition.MASQUERADE,
          NetworkDefinition.BETWEEN_CONTAINERS,
          NetworkDefinition.WITHOUT_IPV4_ADDRESS ->
          require(
              isTruth(value),
              name,
              value,
              "strconv.ParseBool: parsing " + GoQuote.quote(value) + ": invalid syntax");
      case NetworkDefinition.HOST_BINDING ->
          require(AddressCheck.isIpv4(value), name, value, "nil ip");
      case NetworkDefinition.HOST_IPV4 ->
          require(AddressCheck.isIpv4(value), name, value, "nil ip");
      case NetworkDefinition.HOST_IPV6 -> require(isIpv6(value), name, value, "nil ip");
      case NetworkDefinition.TRUSTED_LINKS ->
          Stream.of(value.split(":", -1))
              .filter(link -> !link.isEmpty())
              .forEach(link -> link(name, link, LONGEST_LINK));
      case NetworkDefinition.GATEWAY_MODE_IPV4, NetworkDefinition.GATEWAY_MODE_IPV6 ->
          gatewayMode(name, value);
      case NetworkDefinition.MTU -> mtu(name, value);
      case NetworkFamilies.IPV4, NetworkFamilies.IPV6 -> {
        // Read before, where nothing else says it.
      }
      default -> {
        if (name.startsWith(DOCKERS)) {
          throw JdockException.notImplemented(
              "network option " + GoQuote.quote(name) + " is not supported yet");
        }
      }
    }
  }

  private static void gatewayMode(String name, String value) {
    require(GatewayMode.of(value).isPresent(), name, value, "unknown gateway mode " + value);
  }

  private static void link(String name, String value, int longest) {
    require(
        LINK.matcher(value).matches() && value.length() <= longest,
        name,
        value,
        "no name of at most " + longest + " letters for a link");
  }

  private static void mtu(String name, String value) {
    require(
        Pattern.matches("[0-9]{1,9}", value),
        name,
        value,
        "strconv.Atoi: parsing " + GoQuote.quote(value) + ": invalid syntax");
    int mtu = Integer.parseInt(value);
    require(mtu == 0 || (mtu >= 68 && mtu <= LARGEST_MTU), name, value, "not from 68 to 65535");
  }

  /**
   * @throws JdockException INVALID for packets that are too small for IPv6
   */
  static void requireRoom(Map<String, String> options, boolean ipv6) {
    String mtu = options.getOrDefault(NetworkDefinition.MTU, "0");
    int bytes = Integer.parseInt(mtu);
    require(
        !ipv6 || bytes == 0 || bytes >= SMALLEST_MTU_OF_IPV6,
        NetworkDefinition.MTU,
        mtu,
        "less than the " + SMALLEST_MTU_OF_IPV6 + " of IPv6");
  }

  private static void require(boolean holds, String name, String value, String why) {
    if (!holds) {
      throw JdockException.invalid(
          "failed to parse " + name + " value: " + value + " (" + why + ")");
    }
  }
}
