package dev.jdock.image.build.git;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.WebRoute;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections to web servers of repositories: by the user's proxies, with the system's authorities,
 * and with the user's token for the one repository that it is meant for.
 */
final class GitConnections implements HttpConnectionFactory {
  private static final Set<String> SHARED =
      Set.of("https://github.com/", "https://www.github.com/");

  private final GitAccess access;
  private final String scope;
  private final @Nullable String authorization;
  private final TrustManager trust = WebRoute.trust();
  private final JDKHttpConnectionFactory factory = new JDKHttpConnectionFactory();

  GitConnections(GitAccess access, String remote) {
    this.access = access;
    this.scope = SHARED.stream().filter(remote::startsWith).findFirst().orElse(remote);
    this.authorization = authorization(access, URI.create(remote));
  }

  private static @Nullable String authorization(GitAccess access, URI remote) {
    String host = remote.getHost() + (remote.getPort() < 0 ? "" : ":" + remote.getPort());
    for (String id :
        List.of(
            "GIT_AUTH_HEADER." + host,
            "GIT_AUTH_TOKEN." + host,
            "GIT_AUTH_HEADER",
            "GIT_AUTH_TOKEN")) {
      Optional<byte[]> secret = access.secrets().apply(id);
      if (secret.isPresent()) {
        String value = new String(secret.get(), StandardCharsets.UTF_8);
        return id.startsWith("GIT_AUTH_HEADER") ? value : "basic " + token(value);
      }
    }
    return null;
  }

  private static String token(String value) {
    byte[] pair = ("x-access-token:" + value).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  /** The proxy of JGit's is the JVM's: it is the engine's, not the user's. */
  @Override
  public HttpConnection create(URL url, @Nullable Proxy ofTheEngine) throws IOException {
    try {
      WebRoute route = WebRoute.to(url.toURI(), access.environment());
      HttpConnection connection = factory.create(url, route.proxy());
      if (route.proxyAuthorization() != null) {
        connection.setRequestProperty("Proxy-Authorization", route.proxyAuthorization());
      }
      if (url.getProtocol().equals("https")) {
        connection.configure(null, new TrustManager[] {trust}, null);
      }
      if (authorization != null && url.toString().startsWith(scope)) {
        connection.setRequestProperty("Authorization", authorization);
      }
      return connection;
    } catch (URISyntaxException | GeneralSecurityException | JdockException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
