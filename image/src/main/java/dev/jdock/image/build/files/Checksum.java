package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** The digest that a file has to have: {@code sha256:…}, {@code sha384:…} or {@code sha512:…}. */
public record Checksum(String algorithm, String hex) {
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F=_-]+");
  private static final Map<String, String> NAMES =
      Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

  /**
   * @throws JdockException INVALID, in go-digest's words
   */
  public static Checksum parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw JdockException.invalid("invalid checksum digest format");
    }
    int colon = text.indexOf(':');
    String algorithm = text.substring(0, colon);
    String hex = text.substring(colon + 1);
    if (!NAMES.containsKey(algorithm)) {
      throw JdockException.invalid("unsupported digest algorithm");
    }
    if (hex.length() != Integer.parseInt(algorithm.substring(3)) / 4) {
      throw JdockException.invalid("invalid checksum digest length");
    }
    if (!hex.matches("[0-9a-f]+")) {
      throw JdockException.invalid("invalid checksum digest format");
    }
    return new Checksum(algorithm, hex);
  }

  /** That of a file as it is. */
  public static Checksum of(String algorithm, Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance(NAMES.getOrDefault(algorithm, ""));
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws JdockException INVALID {@code digest mismatch}
   */
  public void check(Path file) throws IOException {
    Checksum actual = of(algorithm, file);
    if (!actual.equals(this)) {
      throw JdockException.invalid("digest mismatch " + actual + ": " + this);
    }
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
