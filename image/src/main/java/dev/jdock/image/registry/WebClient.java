package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Requests files from web servers, through the user's proxies and after redirects, several at a
 * time and over connections that are used again. Closing ends them all.
 */
public final class WebClient implements AutoCloseable {
  private static final Path ETC = Path.of("/etc");

  private final Connections connections;
  private final Transport transport;

  private WebClient(Connections connections, Transport transport) {
    this.connections = connections;
    this.transport = transport;
  }

  /**
   * @param environment the user's, for the proxies
   */
  public static WebClient open(Map<String, String> environment) {
    Proxies proxies = Proxies.of(ETC, environment);
    Limits limits = Limits.usual();
    Connections connections = new Connections(limits);
    try {
      return new WebClient(
          connections,
          new Transport(connections.client(Trust.ofSystem(ETC), proxies), proxies, limits));
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /**
   * @return an answer of any status; closing it leaves the connection to others if it was read to
   *     its end
   * @throws JdockException INVALID for what is no address; UNAVAILABLE when no answer came, which
   *     an interrupt leads to, too
   */
  public WebFile get(String url) {
    Answer answer = Redirects.follow(transport, Request.get(address(url)), null);
    return new WebFile(answer, answer::close);
  }

  WebFile get(String url, Runnable end) {
    return new WebFile(Redirects.follow(transport, Request.get(address(url)), null), end);
  }

  private static URI address(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() == null) {
        throw JdockException.invalid("parse \"" + url + "\": no host in the address");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "parse \"" + url + "\": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
