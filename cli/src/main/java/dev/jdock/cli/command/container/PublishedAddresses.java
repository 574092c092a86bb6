package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Where the published ports of a container are reached from this machine. */
final class PublishedAddresses {
  /** Ports on which images have web servers by custom (IANA, and what frameworks start with). */
  private static final Set<String> WEB =
      Set.of(
          "80", "81", "3000", "3838", "4000", "4040", "4200", "5000", "5173", "6006", "8000",
          "8008", "8080", "8081", "8088", "8090", "8787", "8888", "9090");

  private static final Set<String> TLS = Set.of("443", "8443");

  private PublishedAddresses() {}

  /** Whether a browser shows what listens on that port of a container, by custom. */
  static boolean isWeb(String port) {
    return WEB.contains(port) || TLS.contains(port);
  }

  /**
   * Of one port.
   *
   * @param port {@code 80/tcp}
   * @param pages that servers tell of, by the port in the container
   */
  static Set<String> of(String port, JsonNode bindings, Map<String, Page> pages) {
    String number = port.substring(0, port.indexOf('/'));
    Set<String> addresses = new LinkedHashSet<>();
    for (JsonNode binding : bindings) {
      String host = host(binding.path("HostIp").asText());
      String reached = host + ":" + binding.path("HostPort").asText();
      addresses.add(address(number, reached, pages));
    }
    return addresses;
  }

  static String address(String containerPort, String hostAndPort, Map<String, Page> pages) {
    Page page = pages.get(containerPort);
    return page == null ? address(containerPort, hostAndPort) : page.at(hostAndPort);
  }

  /** What listens elsewhere may be a database, which no browser shows. */
  private static String address(String containerPort, String hostAndPort) {
    if (TLS.contains(containerPort)) {
      return "https://" + hostAndPort + "/";
    }
    return WEB.contains(containerPort) ? "http://" + hostAndPort + "/" : hostAndPort;
  }

  private static String host(String ip) {
    if (ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::")) {
      return "localhost";
    }
    return ip.contains(":") ? "[" + ip + "]" : ip;
  }
}
