package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that a user's environment names, read as Go does: {@code HTTP_PROXY}, {@code
 * HTTPS_PROXY} and {@code NO_PROXY}, in capitals or not. The loopback is never reached by proxy.
 *
 * @param http for {@code http:} addresses, null for none
 * @param https for {@code https:} addresses, null for none
 * @param exceptions as in {@code NO_PROXY}
 */
record Proxies(@Nullable Server http, @Nullable Server https, List<String> exceptions) {

  /**
   * @param variable that named it
   * @param authorization the value of Proxy-Authorization, null for none
   */
  record Server(
      String variable, String scheme, String host, int port, @Nullable String authorization) {
    /**
     * @throws JdockException when it is spoken to by other means than plain HTTP: the JDK's client
     *     knows none
     */
    Server checked() {
      if (!scheme.equals("http")) {
        throw JdockException.invalid(
            "proxyconnect: unsupported proxy scheme \"%s\" in %s: a proxy is http://host:port"
                .formatted(scheme, variable));
      }
      return this;
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  Proxies {
    exceptions = List.copyOf(exceptions);
  }

  /** Those of the machine's settings, and of a user's environment what they do not name. */
  static Proxies of(Path etc, Map<String, String> environment) {
    return of(DaemonProxies.read(etc).over(environment));
  }

  static Proxies of(Map<String, String> environment) {
    List<String> exceptions = new ArrayList<>();
    for (String entry : variable(environment, "NO_PROXY").split(",", -1)) {
      if (!entry.isBlank()) {
        exceptions.add(entry.strip().toLowerCase(Locale.ROOT));
      }
    }
    return new Proxies(
        server(environment, "HTTP_PROXY"), server(environment, "HTTPS_PROXY"), exceptions);
  }

  private static String variable(Map<String, String> environment, String name) {
    String upper = environment.getOrDefault(name, "");
    return upper.isEmpty()
        ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip()
        : upper.strip();
  }

  private static @Nullable Server server(Map<String, String> environment, String variable) {
    String text = variable(environment, variable);
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() == null) {
        throw JdockException.invalid("invalid proxy address in " + variable);
      }
      return new Server(
          variable,
          uri.getScheme().toLowerCase(Locale.ROOT),
          bare(uri.getHost()),
          uri.getPort() < 0 ? 80 : uri.getPort(),
          authorization(uri));
    } catch (URISyntaxException e) {
      // The address may hold a password: it is not repeated.
      throw new JdockException(
          JdockException.Kind.INVALID, "invalid proxy address in " + variable, e);
    }
  }

  private static @Nullable String authorization(URI uri) {
    String info = uri.getRawUserInfo();
    if (info == null) {
      return null;
    }
    int colon = info.indexOf(':');
    String user = decode(colon < 0 ? info : info.substring(0, colon));
    String password = colon < 0 ? "" : decode(info.substring(colon + 1));
    return basic(user, password);
  }

  /** A plus sign is one here, not a blank. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The value of an Authorization header (RFC 7617). */
  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws JdockException when the way leads through a proxy that cannot be used
   */
  Optional<Server> forAddress(URI uri) {
    Server server = "https".equals(uri.getScheme()) ? https : http;
    String host = uri.getHost();
    if (server == null || host == null || direct(bare(host), Hosts.port(uri))) {
      return Optional.empty();
    }
    return Optional.of(server.checked());
  }

  private boolean direct(String name, int port) {
    String host = name.toLowerCase(Locale.ROOT);
    if (host.equals("localhost") || Hosts.isLoopback(host)) {
      return true;
    }
    return exceptions.stream().anyMatch(entry -> matches(entry, host, port));
  }

  private static boolean matches(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.indexOf('/') >= 0) {
      return Cidr.parse(entry).filter(range -> range.containsLiteral(host)).isPresent();
    }
    String name = Hosts.withoutPort(entry);
    if (name.length() < entry.length()
        && !entry.endsWith(":" + port)
        && !bare(entry).equals(name)) {
      return false;
    }
    name = bare(name);
    if (name.startsWith("*.")) {
      name = name.substring(1);
    }
    return name.startsWith(".")
        ? host.endsWith(name)
        : host.equals(name) || host.endsWith("." + name) && !Hosts.isLiteral(host);
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
