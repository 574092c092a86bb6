package dev.jdock.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.socket.ApiAddress;
import dev.jdock.api.socket.TlsFiles;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.DaemonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is to be served.
 *
 * @param tls for the addresses of tcp; null where there is none
 */
public record ApiSettings(List<ApiAddress> addresses, @Nullable TlsFiles tls) {
  private static final ApiSettings NONE = new ApiSettings(List.of(), null);

  public ApiSettings {
    addresses = List.copyOf(addresses);
  }

  static ApiSettings of(ApiAddress address) {
    return new ApiSettings(List.of(address), null);
  }

  /** Where a setting's file is: its name, and that of the file where nothing is said. */
  interface Places {
    Path path(String setting, String usual);
  }

  /**
   * Addresses with what tcp needs.
   *
   * @throws JdockException NOT_IMPLEMENTED for tcp without certificates of the clients
   */
  static ApiSettings of(List<ApiAddress> addresses, boolean tls, boolean verify, Places files) {
    boolean tcp = addresses.stream().anyMatch(address -> address instanceof ApiAddress.Tcp);
    if (!verify && (tcp || tls)) {
      throw JdockException.notImplemented(
          (tcp ? "tcp" : "tls")
              + " without tlsverify is not supported: whoever reaches the API is root here, so"
              + " that clients need certificates");
    }
    return new ApiSettings(
        addresses,
        tcp
            ? new TlsFiles(
                files.path("tlscacert", "ca.pem"),
                files.path("tlscert", "cert.pem"),
                files.path("tlskey", "key.pem"))
            : null);
  }

  /**
   * What jdock's {@code daemon.json} says. The one of Docker, which jdock reads for other settings
   * where it has none of its own, does not count: its sockets are Docker's.
   *
   * @throws JdockException INVALID for what cannot be understood
   */
  public static ApiSettings read(Path etc) {
    return Files.exists(etc.resolve("jdock/daemon.json"))
        ? DaemonFile.read(etc, "the API", ApiSettings::parse, NONE)
        : NONE;
  }

  private static ApiSettings parse(JsonNode settings) {
    JsonNode hosts = settings.path("hosts");
    if (!hosts.isMissingNode() && !hosts.isArray()) {
      throw JdockException.invalid("hosts must be a list of addresses");
    }
    List<ApiAddress> addresses = new ArrayList<>();
    for (JsonNode host : hosts) {
      addresses.add(ApiAddress.parse(host.asText()));
    }
    return of(
        addresses,
        flag(settings, "tls"),
        flag(settings, "tlsverify"),
        (name, _) -> path(settings, name));
  }

  private static boolean flag(JsonNode settings, String name) {
    JsonNode value = settings.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw JdockException.invalid(name + " must be true or false");
    }
    return value.asBoolean();
  }

  private static Path path(JsonNode settings, String name) {
    String path = settings.path(name).asText();
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw JdockException.invalid(name + " must be the absolute path of a file");
    }
    return Path.of(path);
  }
}
