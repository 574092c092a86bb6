package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a web server is reached by a client other than this package's.
 *
 * @param proxy {@link Proxy#NO_PROXY} for the direct way
 * @param proxyAuthorization value of the header Proxy-Authorization; null for none
 */
public record WebRoute(Proxy proxy, @Nullable String proxyAuthorization) {
  private static final Path ETC = Path.of("/etc");

  /**
   * @param environment the user's, which names the proxies
   * @throws JdockException INVALID for a proxy that cannot be used
   */
  public static WebRoute to(URI address, Map<String, String> environment) {
    return Proxies.of(ETC, environment)
        .forAddress(address)
        .map(server ->
            new WebRoute(
                new Proxy(Proxy.Type.HTTP, new InetSocketAddress(server.host(), server.port())),
                server.authorization()))
        .orElseGet(() -> new WebRoute(Proxy.NO_PROXY, null));
  }

  /** Trusts the authorities of the system, else those of the JDK. */
  public static TrustManager trust() {
    return Trust.ofSystem(ETC).manager();
  }
}
