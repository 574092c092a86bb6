package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Networking;
import java.util.LinkedHashSet;
import java.util.Set;

/** Prints, on a terminal, the addresses of the server that was just started. */
final class PublishedAddresses {
  /** Ports on which images have web servers by custom (IANA, and what frameworks start with). */
  private static final Set<String> WEB =
      Set.of(
          "80", "81", "3000", "4000", "4200", "5000", "5173", "8000", "8008", "8080", "8081",
          "8088", "8090", "8888", "9090");

  private static final Set<String> TLS = Set.of("443", "8443");

  private PublishedAddresses() {}

  /** Says nothing to scripts: they get what Docker prints. */
  static void tell(Containers containers, Invocation invocation, String id, Networking wanted) {
    boolean published = wanted.publishAll() || !wanted.publish().isEmpty();
    if (!published || !invocation.terminal().errorIsTerminal()) {
      return;
    }
    JsonNode ports;
    try {
      ports = containers.inspect(id, false).path("NetworkSettings").path("Ports");
    } catch (JdockException ended) {
      return;
    }
    for (String address : addresses(ports)) {
      // The terminal may be in raw mode by now, where a line does not begin by itself.
      invocation.err().print(address + "\r\n");
    }
  }

  static Set<String> addresses(JsonNode ports) {
    Set<String> addresses = new LinkedHashSet<>();
    ports
        .properties()
        .forEach(port -> {
          if (port.getKey().endsWith("/tcp")) {
            addresses.addAll(of(port.getKey(), port.getValue()));
          }
        });
    return addresses;
  }

  /**
   * Of one port.
   *
   * @param port {@code 80/tcp}
   */
  static Set<String> of(String port, JsonNode bindings) {
    String number = port.substring(0, port.indexOf('/'));
    Set<String> addresses = new LinkedHashSet<>();
    for (JsonNode binding : bindings) {
      String host = host(binding.path("HostIp").asText());
      addresses.add(address(number, host + ":" + binding.path("HostPort").asText()));
    }
    return addresses;
  }

  /** What listens elsewhere may be a database, which no browser shows. */
  static String address(String containerPort, String hostAndPort) {
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
