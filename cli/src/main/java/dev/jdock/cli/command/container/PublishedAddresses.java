package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine.Containers;
import dev.jdock.runtime.engine.Networking;
import java.util.LinkedHashSet;
import java.util.Set;

/** Tells the user of a terminal where to look at the server that was just started. */
final class PublishedAddresses {
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
            String scheme = port.getKey().equals("443/tcp") ? "https" : "http";
            for (JsonNode binding : port.getValue()) {
              addresses.add(
                  scheme
                      + "://"
                      + host(binding.path("HostIp").asText())
                      + ":"
                      + binding.path("HostPort").asText()
                      + "/");
            }
          }
        });
    return addresses;
  }

  private static String host(String ip) {
    if (ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::")) {
      return "localhost";
    }
    return ip.contains(":") ? "[" + ip + "]" : ip;
  }
}
