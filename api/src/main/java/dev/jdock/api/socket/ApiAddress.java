package dev.jdock.api.socket;

import dev.jdock.image.error.JdockException;
import java.nio.file.Path;

/** Where the API is served, as {@code dockerd -H} takes it. */
public sealed interface ApiAddress {
  int TLS_PORT = 2376;

  /**
   * {@code unix:///run/x.sock}.
   *
   * @param path absolute
   */
  record Unix(Path path) implements ApiAddress {
    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /** {@code tcp://127.0.0.1:2376}. */
  record Tcp(String host, int port) implements ApiAddress {
    @Override
    public String toString() {
      return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** {@code fd://}: the sockets that the caller was started with, sd_listen_fds(3). */
  record Lent() implements ApiAddress {
    @Override
    public String toString() {
      return "fd://";
    }
  }

  /**
   * Reads an address.
   *
   * @throws JdockException INVALID for what is none
   */
  static ApiAddress parse(String text) {
    if (text.startsWith("unix://")) {
      return unix(text, text.substring("unix://".length()));
    }
    if (text.startsWith("tcp://")) {
      return tcp(text, text.substring("tcp://".length()).replaceFirst("/$", ""));
    }
    if (text.equals("fd://")) {
      return new Lent();
    }
    throw invalid(text, "it must begin with unix:// or tcp://");
  }

  private static ApiAddress unix(String text, String path) {
    if (!path.startsWith("/")) {
      throw invalid(text, "the path must be absolute");
    }
    return new Unix(Path.of(path).normalize());
  }

  private static ApiAddress tcp(String text, String rest) {
    int colon = rest.lastIndexOf(':');
    boolean port = colon > rest.lastIndexOf(']');
    String host = (port ? rest.substring(0, colon) : rest).replaceAll("^\\[|\\]$", "");
    if (host.isEmpty() || host.contains("/")) {
      throw invalid(text, "the host is missing: tcp://ADDRESS:PORT");
    }
    try {
      int number = port ? Integer.parseInt(rest.substring(colon + 1)) : TLS_PORT;
      if (number >= 0 && number <= 0xffff) {
        return new Tcp(host, number);
      }
    } catch (NumberFormatException e) {
      // As for a number out of range.
    }
    throw invalid(text, "the port is no number up to 65535");
  }

  private static JdockException invalid(String text, String why) {
    return JdockException.invalid("invalid bind address (" + text + "): " + why);
  }
}
