package dev.jdock.image.registry;

import dev.jdock.image.oci.Descriptor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A download of a blob that is resumed after a broken connection, as long as each attempt receives
 * some bytes.
 */
final class BlobStream extends InputStream {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d*/.*");

  private final Route route;
  private final String path;
  private final SortedSet<String> scopes;
  private final Descriptor blob;
  private final AtomicReference<@Nullable InputStream> body = new AtomicReference<>();
  private volatile boolean closed;
  private @Nullable Session served;
  private long at;
  private int failures;
  private int silences;

  private BlobStream(
      Route route, String path, SortedSet<String> scopes, Descriptor blob, long offset) {
    this.route = route;
    this.path = path;
    this.scopes = scopes;
    this.blob = blob;
    this.at = offset;
  }

  static BlobStream open(
      Route route, String repository, SortedSet<String> scopes, Descriptor blob, long offset)
      throws IOException {
    if (offset < 0 || offset > blob.size()) {
      throw new IllegalArgumentException("offset " + offset + " of " + blob.size());
    }
    String path = "/v2/" + repository + "/blobs/" + blob.digest();
    BlobStream stream = new BlobStream(route, path, scopes, blob, offset);
    if (offset < blob.size()) {
      stream.connect();
    }
    return stream;
  }

  private void connect() throws IOException {
    InputStream fresh = route.read(this::request);
    body.set(fresh);
    if (closed) {
      fresh.close();
    }
  }

  private InputStream request(Session session) throws IOException {
    URI uri = session.endpoint().uri(path);
    Request request = Request.get(uri);
    if (at > 0) {
      request = request.with("Range", "bytes=" + at + "-" + (blob.size() - 1));
    }
    Answer answer = session.expect(request, scopes);
    try {
      InputStream positioned = positioned(answer);
      served = session;
      return positioned;
    } catch (IOException | RuntimeException e) {
      answer.body().close();
      throw e;
    }
  }

  private InputStream positioned(Answer answer) throws IOException {
    switch (answer.status()) {
      case OK -> {
        checkLength(answer, blob.size());
        answer.body().skipNBytes(at);
      }
      case PARTIAL -> {
        Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (!range.matches() || !range.group(1).equals(Long.toString(at))) {
          throw RegistryFailure.nonsense(
              "blob " + blob.digest() + ": the registry gave another range than asked for");
        }
        checkLength(answer, blob.size() - at);
      }
      default ->
          throw RegistryFailure.nonsense(
              "received unexpected HTTP status: " + ErrorAnswer.statusLine(answer.status()));
    }
    return answer.body();
  }

  private void checkLength(Answer answer, long expected) {
    long said = answer.length().orElse(expected);
    if (said != expected) {
      throw RegistryFailure.nonsense(
          "blob "
              + blob.digest()
              + " is not of the size its manifest says: "
              + (said + blob.size() - expected)
              + " bytes instead of "
              + blob.size());
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (at < blob.size()) {
      try {
        int wanted = (int) Math.min(length, blob.size() - at);
        int read = current().read(target, offset, wanted);
        if (read < 0) {
          throw new EOFException("unexpected EOF");
        }
        at += read;
        failures = 0;
        silences = 0;
        return read;
      } catch (IOException e) {
        again(e);
      }
    }
    return -1;
  }

  private InputStream current() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    InputStream stream = body.get();
    if (stream == null) {
      connect();
      stream = Objects.requireNonNull(body.get());
    }
    return stream;
  }

  /** Gets ready for another try, or gives up. */
  private void again(IOException failure) throws IOException {
    InputStream broken = body.getAndSet(null);
    if (broken != null) {
      broken.close();
    }
    Session session = Objects.requireNonNull(served);
    Request request = Request.get(session.endpoint().uri(path));
    if (closed || Thread.currentThread().isInterrupted()) {
      throw failure;
    }
    silences += failure instanceof SocketTimeoutException ? 1 : 0;
    if (++failures >= session.limits().attempts() || silences == Session.MOST_SILENCES) {
      String words =
          failure instanceof EOFException ? "unexpected EOF" : Unreachable.reason(failure).text();
      throw new IOException(request.prefix() + words, failure);
    }
    Session.sleep(request, session.pause(failures));
  }

  @Override
  public void close() throws IOException {
    closed = true;
    InputStream stream = body.getAndSet(null);
    if (stream != null) {
      stream.close();
    }
  }
}
