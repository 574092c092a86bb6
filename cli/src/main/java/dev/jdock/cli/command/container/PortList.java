package dev.jdock.cli.command.container;

import dev.jdock.runtime.engine.ContainerSummary.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The PORTS column: consecutive ports with the same number on both sides are one range. */
final class PortList {
  private record Group(String ip, String type, int first, int last) {
    String text() {
      String range = first == last ? String.valueOf(first) : first + "-" + last;
      String host = ip.isEmpty() ? "" : hostPort(ip, range) + "->";
      return host + range + "/" + type;
    }
  }

  private PortList() {}

  static String text(List<Port> ports) {
    Map<String, Group> open = new LinkedHashMap<>();
    List<String> result = new ArrayList<>();
    List<String> translated = new ArrayList<>();
    List<Port> sorted =
        ports.stream()
            .sorted(
                Comparator.comparingInt(Port::privatePort)
                    .thenComparing(Port::ip)
                    .thenComparingInt(Port::publicPort)
                    .thenComparing(Port::type))
            .toList();
    for (Port port : sorted) {
      int number = port.privatePort();
      if (!port.ip().isEmpty() && port.publicPort() != number) {
        translated.add(
            hostPort(port.ip(), String.valueOf(port.publicPort()))
                + "->"
                + number
                + "/"
                + port.type());
        continue;
      }
      String key = port.ip() + "/" + port.type();
      Group group = open.get(key);
      if (group == null || number != group.last() + 1) {
        if (group != null) {
          result.add(group.text());
        }
        open.put(key, new Group(port.ip(), port.type(), number, number));
      } else {
        open.put(key, new Group(port.ip(), port.type(), group.first(), number));
      }
    }
    open.values().forEach(group -> result.add(group.text()));
    result.addAll(translated);
    return String.join(", ", result);
  }

  private static String hostPort(String ip, String port) {
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
  }
}
