package dev.jdock.image.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The clients behind all repositories, one for each set of trusted certificates and proxies; they
 * are kept so that connections and TLS sessions are reused. Nothing is started before the first
 * request.
 */
final class Connections implements AutoCloseable {
  /** More ways than these are rare; the client longest unused is forgotten. */
  private static final int MOST = 8;

  private record Way(Trust trust, Proxies proxies) {}

  private final Limits limits;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("registry-", 0).factory());
  private final Map<Way, HttpClient> clients = new LinkedHashMap<>(MOST, 0.75f, true);

  Connections(Limits limits) {
    this.limits = limits;
  }

  synchronized HttpClient client(Trust trust, Proxies proxies) {
    HttpClient client =
        clients.computeIfAbsent(
            new Way(trust, proxies),
            way ->
                HttpClient.newBuilder()
                    .connectTimeout(limits.connect())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(threads)
                    .proxy(new Selector(proxies))
                    .sslContext(trust.context())
                    .build());
    if (clients.size() > MOST) {
      // Not shut down: who has it may still have requests to make. It ends when nobody has it.
      clients.remove(clients.keySet().iterator().next());
    }
    return client;
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    clients.clear();
    threads.shutdown();
  }

  private static final class Selector extends ProxySelector {
    private final Proxies proxies;

    Selector(Proxies proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(
          proxies
              .forAddress(uri)
              .map(server ->
                  new Proxy(
                      Proxy.Type.HTTP,
                      InetSocketAddress.createUnresolved(server.host(), server.port())))
              .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // Told to whoever made the request.
    }
  }
}
