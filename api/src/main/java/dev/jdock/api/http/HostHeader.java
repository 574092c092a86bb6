package dev.jdock.api.http;

/** The header Host, RFC 9110, section 7.2. */
final class HostHeader {
  private HostHeader() {}

  /** Whether it names no domain: an address of IPv4 or IPv6, or localhost, with a port or not. */
  static boolean isAddress(String value) {
    String host = value.strip();
    if (host.startsWith("[")) {
      return host.indexOf(']') > 0;
    }
    int colon = host.lastIndexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    return name.isEmpty()
        || name.equalsIgnoreCase("localhost")
        || name.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
  }
}
