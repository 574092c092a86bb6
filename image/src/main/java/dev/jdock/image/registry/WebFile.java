package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * A file from a web server, requested through the user's proxies and after redirects, and read
 * while it is received. Closing ends the connection.
 */
public final class WebFile implements AutoCloseable {
  private final Answer answer;
  private final Runnable end;

  /**
   * @param end what is to be done when nobody reads any more
   */
  WebFile(Answer answer, Runnable end) {
    this.answer = answer;
    this.end = end;
  }

  /**
   * @param environment the user's, for the proxies
   * @return an answer of any status
   * @throws JdockException INVALID for what is no address; UNAVAILABLE when no answer came, which
   *     an interrupt leads to, too
   */
  public static WebFile open(String url, Map<String, String> environment) {
    WebClient client = WebClient.open(environment);
    try {
      return client.get(url, client::close);
    } catch (RuntimeException e) {
      client.close();
      throw e;
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
    end.run();
  }
}
