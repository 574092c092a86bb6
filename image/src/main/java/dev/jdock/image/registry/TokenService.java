package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks the service that a Bearer challenge names for a token: with GET as Docker's token
 * specification has it, with POST where an identity token is to be used (OAuth 2, RFC 6749).
 */
final class TokenService {
  private static final String CLIENT = "docker";
  private static final int MOST = 1 << 20;
  private static final Duration SHORTEST = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * @param life how long it is valid, a little less than the service states
   * @param identityToken to be used instead of the password from now on, if the service gave one
   */
  record Granted(String token, Duration life, @Nullable String identityToken) {}

  /** Sends a request and returns the response of any status. */
  interface Sender {
    Answer send(Request request, @Nullable String authorization);
  }

  private final Endpoint endpoint;
  private final Sender sender;
  private final boolean offline;

  /**
   * @param offline ask for an identity token
   */
  TokenService(Endpoint endpoint, Sender sender, boolean offline) {
    this.endpoint = endpoint;
    this.sender = sender;
    this.offline = offline;
  }

  Granted request(Challenge challenge, SortedSet<String> scopes, Credential credential) {
    URI realm = realm(challenge);
    String service = challenge.parameter("service");
    if (!(credential instanceof Credential.Anonymous)) {
      refuseToLeak(realm);
    }
    Answer answer =
        switch (credential) {
          case Credential.IdentityToken(String token) -> post(realm, service, scopes, token);
          case Credential.Password(String user, String password) ->
              get(realm, service, scopes, user, Proxies.basic(user, password));
          case Credential.Anonymous() -> get(realm, service, scopes, "", null);
          case Credential.RegistryToken(String _) -> get(realm, service, scopes, "", null);
        };
    if (!answer.ok()) {
      throw ErrorAnswer.read(answer);
    }
    return granted(answer);
  }

  private static URI realm(Challenge challenge) {
    String text = challenge.parameter("realm");
    if (text.isEmpty()) {
      throw RegistryFailure.nonsense("no realm specified for token auth challenge");
    }
    try {
      URI realm = URI.create(text);
      String scheme = realm.getScheme();
      if (("http".equals(scheme) || "https".equals(scheme)) && realm.getHost() != null) {
        return realm;
      }
    } catch (IllegalArgumentException e) {
      // Told of below.
    }
    throw RegistryFailure.nonsense(
        "invalid token auth challenge realm: " + ErrorAnswer.clean(text));
  }

  private void refuseToLeak(URI realm) {
    boolean safe =
        "https".equals(realm.getScheme())
            || endpoint.insecure()
            || Hosts.sameOrigin(realm, endpoint.base());
    if (!safe) {
      throw RegistryFailure.nonsense(
          "refusing to send a login to "
              + Request.redacted(realm)
              + ": the token service of "
              + endpoint.base().getAuthority()
              + " does not use TLS");
    }
  }

  private Answer get(
      URI realm,
      String service,
      SortedSet<String> scopes,
      String account,
      @Nullable String authorization) {
    List<String> query = new ArrayList<>();
    if (!account.isEmpty()) {
      add(query, "account", account);
    }
    if (offline && !account.isEmpty()) {
      add(query, "client_id", CLIENT);
      add(query, "offline_token", "true");
    }
    scopes.forEach(scope -> add(query, "scope", scope));
    if (!service.isEmpty()) {
      add(query, "service", service);
    }
    String text = String.join("&", query);
    String separator = realm.getRawQuery() == null ? "?" : "&";
    URI uri = text.isEmpty() ? realm : URI.create(withoutFragment(realm) + separator + text);
    return sender.send(Request.get(uri), authorization);
  }

  private static String withoutFragment(URI uri) {
    String text = uri.toString();
    int hash = text.indexOf('#');
    return hash < 0 ? text : text.substring(0, hash);
  }

  private Answer post(URI realm, String service, SortedSet<String> scopes, String identityToken) {
    List<String> form = new ArrayList<>();
    add(form, "grant_type", "refresh_token");
    add(form, "refresh_token", identityToken);
    add(form, "service", service);
    add(form, "client_id", CLIENT);
    add(form, "scope", String.join(" ", scopes));
    byte[] body = String.join("&", form).getBytes(StandardCharsets.UTF_8);
    Request request =
        Request.post(realm)
            .with("Content-Type", "application/x-www-form-urlencoded")
            .body(new Request.Body(body.length, () -> new ByteArrayInputStream(body), bytes -> {}));
    return sender.send(request, null);
  }

  private static void add(List<String> pairs, String name, String value) {
    pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private static Granted granted(Answer answer) {
    try (answer) {
      ObjectNode node = Json.read(answer.bytes(MOST, "token answer"), "token answer");
      String token = node.path("token").asText("");
      if (token.isEmpty()) {
        token = node.path("access_token").asText("");
      }
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw RegistryFailure.nonsense(
            "authorization server did not include a token in the response");
      }
      String identity = node.path("refresh_token").asText("");
      return new Granted(
          token, life(node.path("expires_in").asLong(0)), identity.isEmpty() ? null : identity);
    } catch (IOException e) {
      Unreachable.Reason reason = Unreachable.reason(e);
      throw RegistryFailure.unreachable(
          RegistryFailure.request(answer.method(), Request.redacted(answer.uri())) + reason.text(),
          reason.passing(),
          e);
    }
  }

  /** A tenth is for clocks and for requests under way. */
  private static Duration life(long seconds) {
    Duration said = Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST.toSeconds()));
    Duration life = said.compareTo(SHORTEST) < 0 ? SHORTEST : said;
    return life.multipliedBy(9).dividedBy(10);
  }
}
