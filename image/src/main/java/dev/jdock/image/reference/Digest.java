package dev.jdock.image.reference;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A content digest, {@code sha256:} and 64 lower case hexadecimal digits (OCI image-spec,
 * descriptor.md). Other algorithms are refused: the store checks every byte it takes in with
 * SHA-256.
 */
public record Digest(String hex) implements Comparable<Digest> {
  public static final String PREFIX = "sha256:";
  private static final int DIGITS = 64;

  public Digest {
    if (!isHex(hex)) {
      throw JdockException.invalid("invalid checksum digest format");
    }
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == DIGITS;
  }

  /** Reads {@code sha256:<hex>}; INVALID when it is something else, in go-digest's words. */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon == text.length() - 1) {
      throw JdockException.invalid("invalid checksum digest format");
    }
    if (!text.startsWith(PREFIX)) {
      throw JdockException.invalid("unsupported digest algorithm");
    }
    if (text.length() != PREFIX.length() + DIGITS) {
      throw JdockException.invalid("invalid checksum digest length");
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  public static boolean isDigest(String text) {
    return text.startsWith(PREFIX) && isHex(text.substring(PREFIX.length()));
  }

  public static Digest of(byte[] content) {
    return of(sha256().digest(content), 0);
  }

  /** The digest that {@code digester}, a SHA-256, has come to; it is reset by this. */
  public static Digest of(MessageDigest digester) {
    return of(digester.digest(), 0);
  }

  private static Digest of(byte[] sum, int offset) {
    return new Digest(HexFormat.of().formatHex(sum, offset, sum.length));
  }

  /** Of all that is left in a stream. */
  public static Digest of(InputStream in) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[128 * 1024];
    for (int count; (count = in.read(buffer)) >= 0; ) {
      sha256.update(buffer, 0, count);
    }
    return of(sha256);
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * By hand, as {@link #hashCode}: a record's own are assembled by each JVM, for 20 ms of its
   * start.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest(String otherHex) && hex.equals(otherHex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
