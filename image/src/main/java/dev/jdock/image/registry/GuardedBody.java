package dev.jdock.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body as a stream with a timeout between reads, which the JDK's own does not have: a server that
 * stops sending would block its reader for ever. Closing ends a read in another thread.
 */
final class GuardedBody extends InputStream implements BodySubscriber<InputStream> {
  /** Parts of at most 16 KiB each on the way to the reader. */
  private static final int AHEAD = 16;

  /** A piece of the body, or its end. */
  private record Part(List<ByteBuffer> buffers, @Nullable Throwable failure, boolean last) {}

  private volatile Duration patience;
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final ArrayDeque<ByteBuffer> current = new ArrayDeque<>();
  private volatile boolean closed;

  /**
   * @param patience how long a read waits for the next byte
   */
  GuardedBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (!subscription.complete(given) || closed) {
      given.cancel();
      return;
    }
    given.request(AHEAD);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    parts.add(new Part(buffers, null, false));
  }

  @Override
  public void onError(Throwable failure) {
    parts.add(new Part(List.of(), failure, true));
  }

  @Override
  public void onComplete() {
    parts.add(new Part(List.of(), null, true));
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
    while (current.isEmpty()) {
      if (!next()) {
        return -1;
      }
    }
    int done = 0;
    while (done < length && !current.isEmpty()) {
      ByteBuffer buffer = current.getFirst();
      int count = Math.min(length - done, buffer.remaining());
      buffer.get(target, offset + done, count);
      done += count;
      if (!buffer.hasRemaining()) {
        current.removeFirst();
      }
    }
    return done;
  }

  private boolean next() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    Part part = await();
    if (part.last()) {
      // Whoever reads on sees the end again.
      parts.add(part);
      if (closed) {
        throw new IOException("closed");
      }
      if (part.failure() != null) {
        throw new IOException(part.failure().getMessage(), part.failure());
      }
      return false;
    }
    for (ByteBuffer buffer : part.buffers()) {
      if (buffer.hasRemaining()) {
        current.add(buffer);
      }
    }
    subscription.join().request(1);
    return true;
  }

  /** Reads wait no longer than that from now on. */
  void hurry(Duration shorter) {
    if (shorter.compareTo(patience) < 0) {
      patience = shorter;
    }
  }

  private Part await() throws IOException {
    try {
      Part part = parts.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (part == null) {
        close();
        throw new SocketTimeoutException("no byte for " + patience.toSeconds() + " seconds");
      }
      return part;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() {
    closed = true;
    CompletableFuture<Void> _ = subscription.thenAccept(Flow.Subscription::cancel);
    parts.add(new Part(List.of(), null, true));
  }
}
