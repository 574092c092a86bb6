package dev.jdock.api.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Request;
import dev.jdock.api.json.Fields;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logins that come with a request: {@code X-Registry-Auth}, base64 (RFC 4648, section 5) of an
 * {@code AuthConfig}, and {@code X-Registry-Config}, several by server. They go with the request.
 */
public final class AuthHeader {
  private AuthHeader() {}

  /**
   * The login that the request has for the registry that it is about. What cannot be read is no
   * login, as in Docker's daemon.
   *
   * @param environment the engine's own, for the proxies: the client's is not known
   */
  public static Access access(Request request, Map<String, String> environment) {
    JsonNode config = decode(request.header("X-Registry-Auth"));
    Credential credential =
        config == null ? new Credential.Anonymous() : credential(Fields.of(config));
    return new Access(_ -> credential, environment);
  }

  /** The logins that the request has for whatever registries a build will need. */
  public static Access several(Request request, Map<String, String> environment) {
    JsonNode configs = decode(request.header("X-Registry-Config"));
    Map<String, Credential> byHost = new HashMap<>();
    if (configs != null) {
      Fields.of(Json.object().set("all", configs))
          .objects("all")
          .forEach((server, config) -> byHost.put(host(server), credential(config)));
    }
    Credentials credentials = registry -> byHost.getOrDefault(registry, new Credential.Anonymous());
    return new Access(credentials, environment);
  }

  /** {@code docker.io} for {@code https://index.docker.io/v1/}. */
  private static String host(String server) {
    String host = server.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    return host.equals("index.docker.io") ? "docker.io" : host;
  }

  static Credential credential(Fields config) {
    if (!config.text("identitytoken").isEmpty()) {
      return new Credential.IdentityToken(config.text("identitytoken"));
    }
    if (!config.text("registrytoken").isEmpty()) {
      return new Credential.RegistryToken(config.text("registrytoken"));
    }
    String user = config.text("username");
    String password = config.text("password");
    return user.isEmpty() && password.isEmpty()
        ? new Credential.Anonymous()
        : new Credential.Password(user, password);
  }

  private static @Nullable JsonNode decode(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return null;
    }
    try {
      String plain = header.strip().replace('+', '-').replace('/', '_');
      byte[] decoded = Base64.getUrlDecoder().decode(plain);
      JsonNode json = Json.mapper().readTree(new String(decoded, StandardCharsets.UTF_8));
      if (json.isNull()) {
        return null;
      }
      if (!json.isObject()) {
        throw invalid();
      }
      return json;
    } catch (IllegalArgumentException | IOException e) {
      throw invalid();
    }
  }

  /** Without what was in it. */
  private static HttpFailure invalid() {
    return HttpFailure.badRequest("invalid X-Registry-Auth header");
  }
}
