package dev.jdock.image.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Explains why there was no response, with the messages of Go's network library, which Docker's
 * users know.
 */
final class Unreachable {
  private static final String TUNNEL = "Tunnel failed, got: ";
  private static final String ALERT = "Received fatal alert: ";

  /**
   * @param passing whether the failure may be temporary
   */
  record Reason(String text, boolean passing) {}

  private Unreachable() {}

  static RegistryFailure words(
      Request request, IOException failure, Optional<Proxies.Server> proxy) {
    String host = proxy.map(Proxies.Server::host).orElseGet(() -> request.uri().getHost());
    int port = proxy.map(Proxies.Server::port).orElseGet(() -> Hosts.port(request.uri()));
    Reason reason = reason(failure, host, port);
    String through = proxy.isPresent() && isConnecting(failure) ? "proxyconnect tcp: " : "";
    String message = request.prefix() + through + reason.text();
    return isOutOfReach(failure)
        ? RegistryFailure.outOfReach(message, reason.passing(), failure)
        : RegistryFailure.unreachable(message, reason.passing(), failure);
  }

  /**
   * Whether nobody was there. Who shows a wrong certificate or speaks no TLS is somebody: possibly
   * one who wants another image to be used. A TLS greeting that is cut off is what firewalls do.
   */
  private static boolean isOutOfReach(IOException failure) {
    boolean interrupted =
        failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
    boolean answered = has(failure, SSLException.class) && !has(failure, EOFException.class);
    return !interrupted && !answered && !has(failure, CertificateException.class);
  }

  private static boolean isConnecting(IOException failure) {
    return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
  }

  private static Reason reason(IOException failure, String host, int port) {
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return new Reason("dial tcp: lookup " + host + ": no such host", false);
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return new Reason("dial tcp " + address(host, port) + ": i/o timeout", false);
    }
    if (failure instanceof ConnectException) {
      return new Reason(
          "dial tcp " + address(host, port) + ": connect: " + refusal(failure), false);
    }
    return reason(failure);
  }

  /** What broke a connection that had come about. */
  static Reason reason(IOException failure) {
    CertificateException certificate = find(failure, CertificateException.class);
    if (certificate != null) {
      return new Reason(outermost(certificate), false);
    }
    String message = String.valueOf(failure.getMessage());
    if (has(failure, SSLException.class)) {
      return tls(message);
    }
    if (failure instanceof SocketTimeoutException || failure instanceof HttpTimeoutException) {
      return new Reason("net/http: timeout awaiting response (" + message + ")", true);
    }
    if (failure instanceof InterruptedIOException) {
      return new Reason("context canceled", false);
    }
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("connection reset") || lower.contains("broken pipe")) {
      return new Reason("connection reset by peer", true);
    }
    if (has(failure, EOFException.class) || lower.contains("received no bytes")) {
      return new Reason("EOF", true);
    }
    if (lower.contains("bytes received") || lower.contains("eof reached")) {
      return new Reason("unexpected EOF", true);
    }
    if (message.startsWith(TUNNEL)) {
      // The status of a proxy's answer follows.
      return new Reason(message, message.startsWith("5", TUNNEL.length()));
    }
    return new Reason(message, true);
  }

  private static Reason tls(String message) {
    // The first from sockets, the other from engines.
    if (message.contains("Unsupported or unrecognized SSL message")
        || message.contains("plaintext connection?")) {
      return new Reason("http: server gave HTTP response to HTTPS client", false);
    }
    int alert = message.indexOf(ALERT);
    if (alert >= 0) {
      String name = message.substring(alert + ALERT.length());
      return new Reason("remote error: tls: " + alertText(name), false);
    }
    boolean cut = message.contains("terminated the handshake") || message.contains("closed");
    return new Reason("tls: " + message, cut);
  }

  /**
   * @param name as RFC 8446, section 6 has it
   */
  private static String alertText(String name) {
    return switch (name) {
      case "unknown_ca" -> "unknown certificate authority";
      case "protocol_version" -> "protocol version not supported";
      case "decode_error" -> "error decoding message";
      case "decrypt_error" -> "error decrypting message";
      default -> name.replace('_', ' ');
    };
  }

  private static String refusal(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("unreachable") || message.contains("no route")) {
        return message;
      }
    }
    return "connection refused";
  }

  private static String address(String host, int port) {
    try {
      String literal = InetAddress.getByName(host).getHostAddress();
      return (literal.indexOf(':') < 0 ? literal : "[" + literal + "]") + ":" + port;
    } catch (UnknownHostException e) {
      return host + ":" + port;
    }
  }

  /** The text of {@link WordyTrust} stands in the outermost one. */
  private static String outermost(CertificateException certificate) {
    return String.valueOf(certificate.getMessage());
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type) != null;
  }

  private static <T extends Throwable> @org.jspecify.annotations.Nullable T find(
      Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
