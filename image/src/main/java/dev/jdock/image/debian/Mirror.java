package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.WebClient;
import dev.jdock.image.registry.WebFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches files of mirrors, and takes none that is not what a release file says. What fails for a
 * passing reason is tried again; an interrupt ends it.
 */
final class Mirror implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int SERVER_ERRORS = 500;
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** Ten times as long as any is. */
  private static final int LONGEST_RELEASE = 4 << 20;

  private final WebClient client;

  private Mirror(WebClient client) {
    this.client = client;
  }

  /**
   * @param environment the user's, for the proxies
   */
  static Mirror open(Map<String, String> environment) {
    return new Mirror(WebClient.open(environment));
  }

  /**
   * A release file as it is, signatures and all.
   *
   * @return empty where the mirror has none
   */
  Optional<byte[]> release(URI address) throws InterruptedException {
    var content = new ByteArrayOutputStream();
    boolean found =
        attempt(
            address,
            body -> {
              content.reset();
              content.writeBytes(body.readNBytes(LONGEST_RELEASE + 1));
              if (content.size() > LONGEST_RELEASE) {
                throw JdockException.invalid(address + " is too long for a release file");
              }
            });
    return found ? Optional.of(content.toByteArray()) : Optional.empty();
  }

  /**
   * Writes a file whose size and digest are known.
   *
   * @return whether the mirror has it
   * @throws JdockException FORBIDDEN where it is another one, UNAVAILABLE where it is cut off
   */
  boolean fetch(URI address, Path file, long size, Digest digest) throws InterruptedException {
    return attempt(
        address,
        body -> {
          MessageDigest sum = Digest.sha256();
          long length;
          try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), sum)) {
            length = copy(new DiskSpace(folder(file)).guarding(body), out, size);
          }
          if (length < size) {
            throw new JdockException(
                JdockException.Kind.UNAVAILABLE,
                "%s is cut off: %d bytes instead of %d".formatted(address, length, size));
          }
          Digest found = Digest.of(sum);
          if (length > size || !found.equals(digest)) {
            throw JdockException.forbidden(
                "%s is not the file that the signed lists name: %s instead of %s"
                    .formatted(address, length > size ? "it is longer" : found, digest));
          }
        });
  }

  private static Path folder(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of(".") : folder;
  }

  /** Of what is longer than it should be no more than a byte. */
  private static long copy(InputStream from, OutputStream to, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long count = 0;
    for (int read; count <= size && (read = from.read(buffer)) > 0; count += read) {
      to.write(buffer, 0, read);
    }
    return count;
  }

  /** What is done with the body of an answer, from its beginning each time. */
  private interface Reading {
    void read(InputStream body) throws IOException;
  }

  /** False where there is no such file. */
  private boolean attempt(URI address, Reading reading) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try (WebFile answer = client.get(address.toString())) {
        if (answer.status() == NOT_FOUND || answer.status() == GONE) {
          return false;
        }
        if (answer.status() != OK) {
          throw new JdockException(
              answer.status() >= SERVER_ERRORS
                  ? JdockException.Kind.UNAVAILABLE
                  : JdockException.Kind.INVALID,
              "Get \"%s\": the mirror answers with status %d".formatted(address, answer.status()));
        }
        reading.read(answer.body());
        return true;
      } catch (IOException | JdockException e) {
        JdockException failure = failure(address, e);
        if (attempt == ATTEMPTS || failure.kind() != JdockException.Kind.UNAVAILABLE) {
          throw failure;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  private static JdockException failure(URI address, Exception e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return e instanceof JdockException known
        ? known
        : new JdockException(
            JdockException.Kind.UNAVAILABLE, "Get \"" + address + "\": " + Reason.of(e), e);
  }

  @Override
  public void close() {
    client.close();
  }
}
