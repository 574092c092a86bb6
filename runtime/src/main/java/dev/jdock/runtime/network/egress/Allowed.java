package dev.jdock.runtime.network.egress;

/** One {@code --allow}: a destination, and ports of it. */
record Allowed(Destination destination, Ports ports) {
  /**
   * Reads {@code DESTINATION[:PORTS]}.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Allowed parse(String text) {
    int colon = text.indexOf(':');
    if (text.startsWith("[") || colon != text.lastIndexOf(':')) {
      throw new IllegalArgumentException("IPv6 addresses are not supported yet");
    }
    return colon < 0
        ? new Allowed(Destination.parse(text), Ports.ALL)
        : new Allowed(
            Destination.parse(text.substring(0, colon)), Ports.parse(text.substring(colon + 1)));
  }
}
