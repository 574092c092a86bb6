package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file from a web server, requested through the user's proxies and after redirects, and read
 * while it is received. Closing ends the connection.
 */
public final class WebFile implements AutoCloseable {
  private static final Path ETC = Path.of("/etc");

  private final Connections connections;
  private final Answer answer;

  private WebFile(Connections connections, Answer answer) {
    this.connections = connections;
    this.answer = answer;
  }

  /**
   * @param environment the user's, for the proxies
   * @return an answer of any status
   * @throws JdockException INVALID for what is no address; UNAVAILABLE when no answer came, which
   *     an interrupt leads to, too
   */
  public static WebFile open(String url, Map<String, String> environment) {
    URI uri = address(url);
    Proxies proxies = Proxies.of(environment);
    Limits limits = Limits.usual();
    Connections connections = new Connections(limits);
    try {
      Transport transport =
          new Transport(connections.client(Trust.ofSystem(ETC), proxies), proxies, limits);
      return new WebFile(connections, Redirects.follow(transport, Request.get(uri), null));
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
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

  public int status() {
    return answer.status();
  }

  public Optional<String> header(String name) {
    return answer.header(name);
  }

  public InputStream body() {
    return answer.body();
  }

  @Override
  public void close() {
    connections.close();
  }
}
