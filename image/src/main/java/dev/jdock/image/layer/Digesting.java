package dev.jdock.image.layer;

import dev.jdock.image.reference.Digest;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;

/**
 * Counts and digests what is written to it, and drops it. For one thread; SHA-256 costs as much as
 * all else that is done to an archive, so a long one is digested on a second thread meanwhile.
 */
public final class Digesting extends OutputStream {
  private static final int SIZE = 256 * 1024;

  private final MessageDigest sha256 = Digest.sha256();
  private final Checksum checksum = new Checksum();
  private byte[] filling = new byte[8 * 1024];
  private int filled;
  // Belongs to the second thread until the update is over.
  private byte[] digested = new byte[0];
  private CompletableFuture<Void> update = CompletableFuture.completedFuture(null);
  private long count;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    count += length;
    int done = 0;
    while (done < length) {
      if (filled == filling.length) {
        handOver();
      }
      int part = Math.min(length - done, filling.length - filled);
      System.arraycopy(bytes, offset + done, filling, filled, part);
      filled += part;
      done += part;
    }
  }

  private void handOver() {
    update.join();
    byte[] full = filling;
    int size = filled;
    if (size < SIZE) {
      // Not worth a thread yet: this may be all there is.
      digest(full, size);
      filling = new byte[Math.min(SIZE, 8 * size)];
    } else {
      filling = digested.length == SIZE ? digested : new byte[SIZE];
      digested = full;
      update = CompletableFuture.runAsync(() -> digest(full, size), Thread::startVirtualThread);
    }
    filled = 0;
  }

  public long count() {
    return count;
  }

  /** To be called once, at the end. */
  public Digest digest() {
    update.join();
    digest(filling, filled);
    return Digest.of(sha256);
  }

  private void digest(byte[] bytes, int length) {
    sha256.update(bytes, 0, length);
    checksum.update(bytes, 0, length);
  }

  /** Of the same; known after {@link #digest}. */
  public Checksum checksum() {
    return checksum;
  }
}
