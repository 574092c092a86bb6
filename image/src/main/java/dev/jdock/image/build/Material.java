package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.text.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Something from outside that a build has used, as SLSA names it.
 *
 * @param uri a package URL of an image, else an address without a password
 * @param algorithm of the digest: {@code sha256}, and {@code sha1} for most commits
 * @param digest in hexadecimal digits
 */
public record Material(String uri, String algorithm, String digest) {
  private static final int SHA256_DIGITS = 64;

  /**
   * An image, with the digest of its manifest where the store knows one, else with its id.
   *
   * @param name as the Dockerfile has it
   */
  public static Material ofImage(String name, Image image, Platform platform) {
    return new Material(imageUri(name, platform), "sha256", imageDigest(name, image));
  }

  /** A file of a web server. */
  public static Material ofFile(String address, String algorithm, String digest) {
    return new Material(Credentials.hidden(address), algorithm, digest);
  }

  /**
   * A commit of a git repository.
   *
   * @param id in 40 digits, or 64 of a repository of SHA-256
   */
  public static Material ofCommit(String address, String id) {
    return new Material(
        Credentials.hidden(address), id.length() == SHA256_DIGITS ? "sha256" : "sha1", id);
  }

  /** Hexadecimal digits of what stands for the image. */
  public static String imageDigest(String name, Image image) {
    Reference reference = parsed(name);
    String found =
        image.digests().stream()
            .filter(each -> reference != null && each.startsWith(reference.familiarName() + "@"))
            .map(each -> each.substring(each.indexOf('@') + 1))
            .findFirst()
            .orElse(image.id());
    return Digest.parse(found).hex();
  }

  /** The package URL of an image: {@code pkg:docker/debian@12?platform=linux%2Famd64}. */
  public static String imageUri(String name, Platform platform) {
    Reference reference = parsed(name);
    if (reference == null) {
      return "pkg:docker/" + encoded(name) + "?platform=" + encoded(platform.toString());
    }
    String tag = reference.tag() == null ? "" : "@" + reference.tag();
    String digest =
        reference.digest() == null ? "" : "digest=" + encoded(reference.digest().toString()) + "&";
    return "pkg:docker/"
        + reference.familiarName()
        + tag
        + "?"
        + digest
        + "platform="
        + encoded(platform.toString());
  }

  private static @Nullable Reference parsed(String name) {
    try {
      return Reference.parse(name);
    } catch (JdockException _) {
      return null;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
