package dev.jdock.cli.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.socket.ApiAddress;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.DaemonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What jdock's {@code daemon.json} says of the API. The one of Docker, which jdock reads for other
 * settings where it has none of its own, does not count: its sockets are Docker's.
 */
final class ApiSettings {
  private ApiSettings() {}

  /**
   * The addresses of {@code hosts}.
   *
   * @throws JdockException INVALID for what cannot be understood
   */
  static List<ApiAddress> addresses(Path etc) {
    return Files.exists(etc.resolve("jdock/daemon.json"))
        ? DaemonFile.read(etc, "the API", ApiSettings::parse, List.of())
        : List.of();
  }

  private static List<ApiAddress> parse(JsonNode settings) {
    JsonNode hosts = settings.path("hosts");
    if (!hosts.isMissingNode() && !hosts.isArray()) {
      throw JdockException.invalid("hosts must be a list of addresses");
    }
    List<ApiAddress> addresses = new ArrayList<>();
    for (JsonNode host : hosts) {
      addresses.add(ApiAddress.parse(host.asText()));
    }
    return addresses;
  }
}
