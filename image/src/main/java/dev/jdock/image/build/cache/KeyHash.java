package dev.jdock.image.build.cache;

import dev.jdock.image.reference.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/** A digest of values with their lengths, so that no two lists of values read the same. */
public final class KeyHash {
  private final MessageDigest digest;

  public KeyHash(String kind) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    add(kind);
  }

  public KeyHash add(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return add(bytes);
  }

  public KeyHash add(byte[] bytes) {
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  public KeyHash add(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  public KeyHash addAll(Collection<?> values) {
    add(values.size());
    values.forEach(v -> add(v.toString()));
    return this;
  }

  /** Raw content, whose length the caller adds. */
  void update(ByteBuffer content) {
    digest.update(content);
  }

  /** Ends the hash. */
  public Digest digest() {
    return Digest.of(digest);
  }
}
