package dev.jdock.image.registry;

import java.net.InetAddress;
import java.net.URI;
import java.util.regex.Pattern;

/** Names of hosts, with ports and without. */
final class Hosts {
  private static final Pattern PORT = Pattern.compile(":[0-9]+$");

  private Hosts() {}

  /** {@code example.com} of {@code example.com:5000}; {@code [::1]} of {@code [::1]:5000}. */
  static String withoutPort(String host) {
    boolean bareIpv6 = !host.startsWith("[") && host.indexOf(':') != host.lastIndexOf(':');
    return bareIpv6 ? host : PORT.matcher(host).replaceFirst("");
  }

  /** The port that is meant when there is none in the address, too. */
  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }

  /** Whether it is an address rather than a name. */
  static boolean isLiteral(String host) {
    try {
      return InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static boolean isLoopback(String host) {
    return isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress();
  }

  /** Whether two addresses lead to the same server by the same means. */
  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost() != null
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }
}
