package dev.jdock.runtime.network.egress;

/** One {@code --allow}: a destination, and ports of it. */
record Allowed(Destination destination, Ports ports) {
  /**
   * Reads {@code DESTINATION[:PORTS]}.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Allowed parse(String text) {
    if (text.startsWith("[")) {
      return bracketed(text);
    }
    int colon = text.indexOf(':');
    // An address of IPv6 without ports needs no brackets.
    return colon < 0 || colon != text.lastIndexOf(':')
        ? new Allowed(Destination.parse(text), Ports.ALL)
        : new Allowed(
            Destination.parse(text.substring(0, colon)), Ports.parse(text.substring(colon + 1)));
  }

  /** {@code [2001:db8::1]:443} or {@code [2001:db8::/32]:443}. */
  private static Allowed bracketed(String text) {
    int end = text.indexOf(']');
    String inside = end < 0 ? "" : text.substring(1, end);
    String rest = text.substring(end + 1);
    if (inside.indexOf(':') < 0 || !(rest.isEmpty() || rest.startsWith(":"))) {
      throw new IllegalArgumentException("brackets are for an IPv6 address or subnet");
    }
    return new Allowed(
        Destination.parse(inside), rest.isEmpty() ? Ports.ALL : Ports.parse(rest.substring(1)));
  }
}
