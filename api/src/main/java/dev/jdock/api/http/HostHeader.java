package dev.jdock.api.http;

/** The header Host, RFC 9110, section 7.2. */
final class HostHeader {
  private HostHeader() {}

  /** Without the port. */
  static String name(String value) {
    String host = value.strip();
    int colon = host.lastIndexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }

  /** Whether it names no domain: an address of IPv4 or IPv6, or localhost, with a port or not. */
  static boolean isAddress(String value) {
    if (value.strip().startsWith("[")) {
      return value.indexOf(']') > 0;
    }
    String name = name(value);
    return name.isEmpty()
        || name.equalsIgnoreCase("localhost")
        || name.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
  }
}
