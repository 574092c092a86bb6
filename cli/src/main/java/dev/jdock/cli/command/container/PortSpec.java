package dev.jdock.cli.command.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoInteger;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.network.AddressCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The forms of {@code -p} and {@code --expose}. */
final class PortSpec {
  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  /** A range that is no range; the message is Go's. */
  private static final class BadRange extends Exception {
    private static final long serialVersionUID = 1L;

    BadRange(String message) {
      super(message);
    }
  }

  private PortSpec() {}

  /**
   * Every port that {@code -p} names: {@code [ip:][host[-last]:]container[-last][/protocol]}, or
   * {@code target=…,published=…,protocol=…}.
   *
   * @throws IllegalArgumentException in Docker's words
   */
  static List<PortMapping> publish(String text) {
    String spec = text.contains("=") ? standardNotation(text) : text;
    String[] parts = split(spec);
    String ip = address(parts[0]);
    String hostPort = parts[1];
    String protocol = protocol(parts[2]);
    String containerPort = withoutProtocol(parts[2]);
    if (containerPort.isEmpty()) {
      throw new IllegalArgumentException("no port specified: " + spec + "<empty>");
    }
    Range container = range(containerPort, "invalid containerPort: " + containerPort);
    Range host =
        hostPort.isEmpty() ? new Range(0, 0) : range(hostPort, "invalid hostPort: " + hostPort);
    boolean choice = container.size() == 1 && host.size() > 1;
    if (!hostPort.isEmpty() && host.size() != container.size() && !choice) {
      throw new IllegalArgumentException(
          "invalid ranges specified for container and host Ports: "
              + containerPort
              + " and "
              + hostPort);
    }
    checkProtocol(protocol);
    if (choice) {
      return List.of(new PortMapping(ip, host.first(), host.last(), container.first(), protocol));
    }
    return IntStream.range(0, container.size())
        .mapToObj(i ->
            new PortMapping(
                ip, hostPort.isEmpty() ? 0 : host.first() + i, container.first() + i, protocol))
        .toList();
  }

  /** Every port that {@code --expose} names, as {@code 80/tcp}. */
  static List<String> expose(String text) {
    if (text.contains(":")) {
      throw new IllegalArgumentException("invalid port format for --expose: " + text);
    }
    String protocol = protocol(text);
    Range range;
    try {
      range = parseRange(withoutProtocol(text));
    } catch (BadRange e) {
      throw new IllegalArgumentException(
          "invalid range format for --expose: " + text + ", error: " + e.getMessage(), e);
    }
    checkProtocol(protocol);
    return IntStream.rangeClosed(range.first(), range.last())
        .mapToObj(port -> port + "/" + protocol)
        .toList();
  }

  private static String standardNotation(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(
            "invalid publish opts format (should be name=value but got '" + field + "')");
      }
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return fields.getOrDefault("published", "")
        + ":"
        + fields.getOrDefault("target", "")
        + "/"
        + fields.getOrDefault("protocol", "tcp");
  }

  private static String[] split(String spec) {
    List<String> parts = new ArrayList<>(List.of(spec.split(":", -1)));
    return switch (parts.size()) {
      case 1 -> new String[] {"", "", spec};
      case 2 -> new String[] {"", parts.get(0), parts.get(1)};
      default -> {
        int size = parts.size();
        yield new String[] {
          String.join(":", parts.subList(0, size - 2)), parts.get(size - 2), parts.get(size - 1)
        };
      }
    };
  }

  private static String address(String text) {
    String ip =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (!ip.isEmpty() && !AddressCheck.isIp(ip)) {
      throw new IllegalArgumentException("invalid IP address: " + ip);
    }
    return ip;
  }

  private static String protocol(String port) {
    int slash = port.indexOf('/');
    String protocol = slash < 0 ? "" : port.substring(slash + 1);
    return protocol.isEmpty() ? "tcp" : protocol.toLowerCase(Locale.ROOT);
  }

  private static String withoutProtocol(String port) {
    int slash = port.indexOf('/');
    return slash < 0 ? port : port.substring(0, slash);
  }

  private static void checkProtocol(String protocol) {
    switch (protocol) {
      case "tcp", "udp", "sctp" -> {}
      default -> throw new IllegalArgumentException("invalid proto: " + protocol);
    }
  }

  private static Range range(String text, String complaint) {
    try {
      return parseRange(text);
    } catch (BadRange e) {
      throw new IllegalArgumentException(complaint, e);
    }
  }

  private static Range parseRange(String text) throws BadRange {
    if (text.isEmpty()) {
      throw new BadRange("empty string specified for ports");
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      int port = port(text);
      return new Range(port, port);
    }
    int first = port(text.substring(0, dash));
    int last = port(text.substring(dash + 1));
    if (last < first) {
      throw new BadRange("invalid range specified for port: " + text);
    }
    return new Range(first, last);
  }

  private static int port(String text) throws BadRange {
    try {
      return (int) GoInteger.parseUnsignedDecimal(text, Character.SIZE);
    } catch (JdockException e) {
      throw new BadRange(String.valueOf(e.getMessage()));
    }
  }
}
