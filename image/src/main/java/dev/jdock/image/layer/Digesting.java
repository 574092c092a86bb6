package dev.jdock.image.layer;

import dev.jdock.image.reference.Digest;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and digests what is written to it, and drops it. */
final class Digesting extends OutputStream {
  private final MessageDigest sha256 = Digest.sha256();
  private long count;

  @Override
  public void write(int b) {
    sha256.update((byte) b);
    count++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    count += length;
  }

  long count() {
    return count;
  }

  /** To be called once, at the end. */
  Digest digest() {
    return Digest.of(sha256);
  }
}
