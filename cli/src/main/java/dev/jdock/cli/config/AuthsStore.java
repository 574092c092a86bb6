package dev.jdock.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Logins in {@code config.json} itself, {@code auths}: encoded, not encrypted. */
final class AuthsStore implements LoginStore {
  private static final String AUTHS = "auths";

  private final DockerConfig config;

  AuthsStore(DockerConfig config) {
    this.config = config;
  }

  @Override
  public Login get(String server) {
    JsonNode auths = config.content().path(AUTHS);
    if (auths.has(server)) {
      return read(auths.path(server));
    }
    // Old clients kept addresses, http://host/v1/.
    for (Map.Entry<String, JsonNode> entry : auths.properties()) {
      if (hostname(entry.getKey()).equals(server)) {
        return read(entry.getValue());
      }
    }
    return Login.NONE;
  }

  /** {@code host:port} of an address. */
  static String hostname(String address) {
    String host = address;
    for (String scheme : new String[] {"http://", "https://"}) {
      if (host.startsWith(scheme)) {
        host = host.substring(scheme.length());
        break;
      }
    }
    int slash = host.indexOf('/');
    return slash < 0 ? host : host.substring(0, slash);
  }

  private static Login read(JsonNode entry) {
    String user = entry.path("username").asText("");
    String password = entry.path("password").asText("");
    String auth = entry.path("auth").asText("");
    if (!auth.isEmpty()) {
      String decoded = decode(auth);
      int colon = decoded.indexOf(':');
      if (colon < 0) {
        throw JdockException.invalid("invalid auth configuration file");
      }
      user = decoded.substring(0, colon);
      password = withoutNuls(decoded.substring(colon + 1));
    }
    return new Login(
        user,
        password,
        entry.path("identitytoken").asText(""),
        entry.path("registrytoken").asText(""));
  }

  private static String decode(String auth) {
    try {
      return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new JdockException(JdockException.Kind.INVALID, "invalid auth configuration file", e);
    }
  }

  /** Some tools have padded passwords with them. */
  private static String withoutNuls(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == 0) {
      start++;
    }
    while (end > start && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(start, end);
  }

  @Override
  public void store(String server, Login login) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    if (!login.user().isEmpty() || !login.password().isEmpty()) {
      byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
      entry.put("auth", Base64.getEncoder().encodeToString(pair));
    }
    if (!login.identityToken().isEmpty()) {
      entry.put("identitytoken", login.identityToken());
    }
    if (!login.registryToken().isEmpty()) {
      entry.put("registrytoken", login.registryToken());
    }
    config.change(content -> sorted(content, server, entry));
  }

  /** As Go writes maps. New logins come first of all in a new file, as in Docker's. */
  private static ObjectNode sorted(ObjectNode content, String server, ObjectNode entry) {
    Map<String, JsonNode> auths = new TreeMap<>();
    content.path(AUTHS).properties().forEach(e -> auths.put(e.getKey(), e.getValue()));
    auths.put(server, entry);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.setAll(auths);
    if (content.has(AUTHS)) {
      content.set(AUTHS, node);
      return content;
    }
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.set(AUTHS, node);
    whole.setAll(content);
    return whole;
  }

  @Override
  public void erase(String server) {
    if (config.content().path(AUTHS).has(server)) {
      config.change(content -> {
        if (content.path(AUTHS) instanceof ObjectNode auths) {
          auths.remove(server);
        }
        return content;
      });
    }
  }
}
