package dev.jdock.cli.api;

import dev.jdock.api.socket.ApiAddress;
import dev.jdock.cli.Invocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to serve the API, and with what over tcp. */
public final class ApiFlags {
  @Option(
      names = {"-H", "--host"},
      paramLabel = "list",
      description = "Address to serve at (unix:///PATH, tcp://HOST:PORT)")
  private List<String> hosts = new ArrayList<>();

  @Option(names = "--tls", description = "Use TLS over tcp; needs --tlsverify")
  private boolean tls;

  @Option(
      names = "--tlscacert",
      paramLabel = "string",
      description = "Trust clients certified only by this CA (default ~/.docker/ca.pem)")
  private @Nullable String authorities;

  @Option(
      names = "--tlscert",
      paramLabel = "string",
      description = "Path to TLS certificate file (default ~/.docker/cert.pem)")
  private @Nullable String certificate;

  @Option(
      names = "--tlskey",
      paramLabel = "string",
      description = "Path to TLS key file (default ~/.docker/key.pem)")
  private @Nullable String key;

  @Option(names = "--tlsverify", description = "Use TLS over tcp and verify the client")
  private boolean verify;

  public boolean given() {
    return !hosts.isEmpty();
  }

  /** The addresses given, else the usual one. */
  public ApiSettings settings(ApiAddress usual, Invocation invocation) {
    List<ApiAddress> addresses =
        given() ? hosts.stream().map(ApiAddress::parse).distinct().toList() : List.of(usual);
    return ApiSettings.of(
        addresses,
        tls,
        verify,
        (name, ofDocker) -> {
          String path =
              switch (name) {
                case "tlscacert" -> authorities;
                case "tlscert" -> certificate;
                default -> key;
              };
          return invocation.resolve(
              path == null ? folder(invocation).resolve(ofDocker).toString() : path);
        });
  }

  /** As Docker's daemon has it. */
  private static Path folder(Invocation invocation) {
    String named = invocation.environment().getOrDefault("DOCKER_CERT_PATH", "");
    String home = invocation.environment().getOrDefault("HOME", "/");
    return named.isEmpty() ? Path.of(home, ".docker") : Path.of(named);
  }
}
