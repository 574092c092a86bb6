package dev.jdock.image.build.cache;

import dev.jdock.image.reference.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A digest of values with their lengths, so that no two lists of values read the same. */
public final class KeyHash {
  private final MessageDigest digest;
  private final @Nullable KeyParts parts;

  public KeyHash(String kind) {
    this(kind, null);
  }

  /**
   * @param parts learns what the key is made of; null for nobody
   */
  public KeyHash(String kind, @Nullable KeyParts parts) {
    this.parts = parts;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    add(kind);
  }

  /** One whose digest becomes a part of this one, with the same listener. */
  public KeyHash nested(String kind) {
    return new KeyHash(kind, parts);
  }

  /** Whether somebody wants to know all parts. */
  public boolean listed() {
    return parts != null;
  }

  /** Whether the files that a digest is made of must be among the parts. */
  public boolean needsFiles() {
    return parts != null && !parts.mayOmitFiles();
  }

  /** Files that a digest is made of are not among the parts. */
  public void omitFiles() {
    if (parts != null) {
      parts.omitFiles();
    }
  }

  /** Says what the values are that are added from here on, as users call it. */
  public KeyHash part(String name) {
    return part(name, "");
  }

  /**
   * As {@link #part(String)}.
   *
   * @param shown what everybody may see of the value, as {@code key=value}
   */
  KeyHash part(String name, String shown) {
    if (parts != null) {
      parts.begin(name, shown);
    }
    return this;
  }

  public KeyHash add(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return add(bytes);
  }

  public KeyHash add(byte[] bytes) {
    add(bytes.length);
    update(bytes);
    return this;
  }

  public KeyHash add(long value) {
    update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  private void update(byte[] bytes) {
    digest.update(bytes);
    if (parts != null) {
      parts.update(bytes);
    }
  }

  public KeyHash addAll(Collection<?> values) {
    add(values.size());
    values.forEach(v -> add(v.toString()));
    return this;
  }

  /** Ends the hash. */
  public Digest digest() {
    if (parts != null) {
      parts.end();
    }
    return Digest.of(digest);
  }
}
