package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What takes the place of images and stages: {@code --build-context}.
 *
 * @param byName by the name in its familiar form, without the tag {@code latest}, and with {@code
 *     ::os/arch} behind it where it is for one platform
 */
public record NamedContexts(Map<String, Source> byName) {
  /** RFC 2606 keeps this domain for nobody. */
  private static final String BUILT = "built.invalid";

  public NamedContexts {
    byName = Map.copyOf(byName);
  }

  /** Where one of them comes from. */
  public sealed interface Source {
    /** A folder of the user's, seen through its {@code .dockerignore}. */
    record Folder(Path directory) implements Source {}

    /** An image of a registry or of the store; {@code scratch} for nothing. */
    record Registry(String name) implements Source {}

    /**
     * An image of a folder in OCI's layout.
     *
     * @param digest empty to take the one of the tag
     */
    record Layout(Path directory, String tag, String digest) implements Source {}

    /** A file of a web server, which is called {@code context}, or a git repository. */
    record Remote(String url) implements Source {}

    /**
     * An image that another build has made.
     *
     * @param id {@code sha256:…}
     */
    record Built(String id) implements Source {}

    /** What lies elsewhere, and is brought here when the Dockerfile names it. */
    non-sealed interface Elsewhere extends Source {
      /**
       * Fetches it, the first time that it is called.
       *
       * @return a folder, or an image of the store
       */
      Source fetch() throws InterruptedException;

      /** Where it lies, as its user wrote it. */
      Source from();
    }
  }

  public static NamedContexts none() {
    return new NamedContexts(Map.of());
  }

  /**
   * A name as the keys have it.
   *
   * @throws JdockException INVALID for what cannot be the name of an image
   */
  public static String key(String name) {
    int platform = name.indexOf("::");
    String bare = platform < 0 ? name : name.substring(0, platform);
    String behind = platform < 0 ? "" : name.substring(platform);
    try {
      String familiar = Reference.parse(bare).familiar();
      String latest = ":" + Reference.DEFAULT_TAG;
      return (familiar.endsWith(latest)
              ? familiar.substring(0, familiar.length() - latest.length())
              : familiar)
          + behind;
    } catch (JdockException e) {
      throw new JdockException(e.kind(), "invalid context name " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * What stands for a stage or an image; nothing for {@code scratch}, which is itself always.
   *
   * @param name in any form
   */
  public Optional<Found> find(String name, Platform platform) {
    if (byName.isEmpty() || name.equalsIgnoreCase("scratch") || name.equalsIgnoreCase("context")) {
      return Optional.empty();
    }
    String key;
    try {
      key = key(name);
    } catch (JdockException e) {
      // It is refused where the image is looked for.
      return Optional.empty();
    }
    String forPlatform = key + "::" + platform;
    if (byName.containsKey(forPlatform)) {
      return Optional.of(new Found(forPlatform, source(forPlatform)));
    }
    return byName.containsKey(key) ? Optional.of(new Found(key, source(key))) : Optional.empty();
  }

  /** A name for an image that has none, which no registry has. */
  public static String reference(String id) {
    return BUILT + "/" + id.substring(id.indexOf(':') + 1);
  }

  /** The id of an image that was named so; nothing for the names of others. */
  public static Optional<String> id(Reference name) {
    return name.registry().equals(BUILT)
        ? Optional.of("sha256:" + name.repository())
        : Optional.empty();
  }

  private Source source(String key) {
    Source source = byName.get(key);
    if (source == null) {
      throw new IllegalStateException(key);
    }
    return source;
  }

  /**
   * @param key for messages
   */
  public record Found(String key, Source source) {}
}
