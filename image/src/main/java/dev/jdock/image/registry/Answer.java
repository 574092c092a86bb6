package dev.jdock.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An answer whose body is still to be read; closing it before the end closes the connection.
 *
 * @param method of the request
 * @param uri where it came from, after redirects
 */
record Answer(String method, URI uri, int status, HttpHeaders headers, InputStream body)
    implements AutoCloseable {
  private static final int DRAINED = 16 << 10;

  /** For the next byte of what is small: it does not come at all, or at once. */
  private static final Duration SMALL = Duration.ofSeconds(15);

  private static final Duration DRAINING = Duration.ofMillis(500);

  static Answer of(String method, HttpResponse<? extends InputStream> response) {
    return new Answer(
        method, response.uri(), response.statusCode(), response.headers(), response.body());
  }

  boolean ok() {
    return status >= 200 && status < 300;
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /**
   * The length of the body in bytes according to the headers; empty where there is no valid one.
   */
  OptionalLong length() {
    try {
      long length = headers.firstValueAsLong("Content-Length").orElse(-1);
      return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The challenges of a 401. */
  List<Challenge> challenges() {
    return Challenge.parseAll(headers.allValues("WWW-Authenticate"));
  }

  /**
   * The whole body.
   *
   * @throws RegistryFailure when it is longer than {@code limit} bytes
   */
  byte[] bytes(int limit, String what) throws IOException {
    // Nobody waits for what is not wanted.
    if (length().orElse(0) > limit) {
      throw tooLarge(limit, what);
    }
    if (body instanceof GuardedBody guarded) {
      guarded.hurry(SMALL);
    }
    byte[] bytes = body.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw tooLarge(limit, what);
    }
    return bytes;
  }

  private static RegistryFailure tooLarge(int limit, String what) {
    return RegistryFailure.nonsense(what + " is larger than " + limit + " bytes");
  }

  /** Short rests are read, so that the connection can be used again. */
  @Override
  public void close() {
    try (body) {
      if (length().orElse(0) <= DRAINED) {
        if (body instanceof GuardedBody guarded) {
          // It may never come, whatever the headers say.
          guarded.hurry(DRAINING);
        }
        body.skipNBytes(0);
        byte[] ignored = body.readNBytes(DRAINED);
        assert ignored.length <= DRAINED;
      }
    } catch (IOException e) {
      // The answer had been read as far as it matters.
      if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
