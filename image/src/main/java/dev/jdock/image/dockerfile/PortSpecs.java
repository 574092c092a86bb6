package dev.jdock.image.dockerfile;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The ports of EXPOSE: {@code 80}, {@code 80/udp}, {@code 8000-8010}. */
public final class PortSpecs {
  private static final int MAXIMUM = 65535;

  private PortSpecs() {}

  /** Single ports with their protocol, {@code 80/tcp}. */
  public static List<String> expand(List<String> specs) {
    var result = new ArrayList<String>();
    for (String spec : specs) {
      int slash = spec.indexOf('/');
      String port = slash < 0 ? spec : spec.substring(0, slash);
      String protocol = slash < 0 ? "tcp" : spec.substring(slash + 1).toLowerCase(Locale.ROOT);
      // A published address in front is what the docker command line takes, and ignored here.
      port = port.substring(port.lastIndexOf(':') + 1);
      if (port.isEmpty()) {
        throw JdockException.invalid("invalid port: \"" + spec + "\": no port specified");
      }
      if (protocol.isEmpty()) {
        protocol = "tcp";
      }
      if (!Set.of("tcp", "udp", "sctp").contains(protocol)) {
        throw JdockException.invalid(
            "invalid port: \"" + spec + "\": invalid proto: " + spec.substring(slash + 1));
      }
      addRange(result, port, protocol);
    }
    return result;
  }

  private static void addRange(List<String> result, String range, String protocol) {
    int dash = range.indexOf('-');
    int first = number(range, dash < 0 ? range : range.substring(0, dash));
    int last = dash < 0 ? first : number(range, range.substring(dash + 1));
    if (last < first) {
      throw JdockException.invalid("invalid containerPort: " + range);
    }
    for (int port = first; port <= last; port++) {
      result.add(port + "/" + protocol);
    }
  }

  private static int number(String range, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= MAXIMUM) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Reported below, in the words for every bad port.
    }
    throw JdockException.invalid("invalid containerPort: " + range);
  }
}
