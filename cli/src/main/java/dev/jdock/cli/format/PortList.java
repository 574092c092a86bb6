package dev.jdock.cli.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The PORTS column: neighbouring ports of one address and protocol become a range. */
public final class PortList {
  private PortList() {}

  /**
   * A port of a container.
   *
   * @param address the host's address, IPv6 without brackets; empty when the port is only exposed
   * @param publicPort the host's port, 0 when the port is only exposed
   * @param protocol {@code tcp}, {@code udp} or {@code sctp}
   */
  public record Port(String address, int privatePort, int publicPort, String protocol) {
    public Port {
      if (privatePort < 1 || privatePort > 65535 || publicPort < 0 || publicPort > 65535) {
        throw new IllegalArgumentException("port out of range: " + publicPort + "->" + privatePort);
      }
    }

    private String host() {
      return address.contains(":") ? "[" + address + "]" : address;
    }
  }

  /** Ports of one address and protocol that are the same inside and outside. */
  private record Group(Port first, int last) {
    @Override
    public String toString() {
      String span =
          first.privatePort == last ? Integer.toString(last) : first.privatePort + "-" + last;
      String inside = span + "/" + first.protocol;
      return first.address.isEmpty() ? inside : first.host() + ":" + span + "->" + inside;
    }
  }

  /**
   * {@code 0.0.0.0:8000-8002->8000-8002/tcp, 53/udp, 0.0.0.0:8080->80/tcp}. As in Docker, ranges
   * that another one of their address and protocol followed come first, then the others, then the
   * ports that differ inside and outside, which never form a range.
   */
  public static String format(List<Port> ports) {
    List<Port> sorted = ports.stream().sorted(PortList::compare).toList();
    List<String> shown = new ArrayList<>();
    List<String> mapped = new ArrayList<>();
    Map<String, Group> open = new LinkedHashMap<>();
    for (Port port : sorted) {
      if (!port.address.isEmpty() && port.publicPort != port.privatePort) {
        mapped.add(
            port.host() + ":" + port.publicPort + "->" + port.privatePort + "/" + port.protocol);
        continue;
      }
      String key = port.address + "/" + port.protocol;
      Group group = open.get(key);
      if (group != null && port.privatePort == group.last + 1) {
        open.put(key, new Group(group.first, port.privatePort));
        continue;
      }
      if (group != null) {
        shown.add(group.toString());
      }
      open.put(key, new Group(port, port.privatePort));
    }
    open.values().forEach(group -> shown.add(group.toString()));
    shown.addAll(mapped);
    return String.join(", ", shown);
  }

  /** What Comparator.comparing would have each process assemble for its first list. */
  private static int compare(Port a, Port b) {
    int order = Integer.compare(a.privatePort, b.privatePort);
    order = order != 0 ? order : a.address.compareTo(b.address);
    order = order != 0 ? order : Integer.compare(a.publicPort, b.publicPort);
    return order != 0 ? order : a.protocol.compareTo(b.protocol);
  }
}
