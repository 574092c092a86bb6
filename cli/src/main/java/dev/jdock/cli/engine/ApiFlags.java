package dev.jdock.cli.engine;

import dev.jdock.api.socket.ApiAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where to serve the API. */
final class ApiFlags {
  @Option(
      names = {"-H", "--host"},
      paramLabel = "list",
      description = "Address to serve at (unix:///PATH, tcp://HOST:PORT)")
  private List<String> hosts = new ArrayList<>();

  boolean given() {
    return !hosts.isEmpty();
  }

  /** Those given, else the usual one. */
  List<ApiAddress> addresses(EngineControl control) {
    return given()
        ? hosts.stream().map(ApiAddress::parse).distinct().toList()
        : List.of(control.apiAddress());
  }
}
