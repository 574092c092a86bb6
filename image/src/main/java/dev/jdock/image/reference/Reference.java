package dev.jdock.image.reference;

import dev.jdock.image.error.JdockException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image with its registry, and a tag, a digest or both, as Docker normalises it:
 * {@code ubuntu} is {@code docker.io/library/ubuntu:latest} (grammar: distribution/reference).
 *
 * @param registry host and port, {@code docker.io} where none was given
 * @param repository path in the registry, {@code library/ubuntu}
 * @param tag null only when there is a digest
 */
public record Reference(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest) {
  public static final String DEFAULT_REGISTRY = "docker.io";
  public static final String DEFAULT_TAG = "latest";
  private static final String OFFICIAL = "library/";
  private static final int MAX_NAME = 255;

  /** Longer than any name of a host and its port. */
  private static final int MAX_REGISTRY = 270;

  /** Longer than any digest in hexadecimal digits, with its algorithm's name. */
  private static final int MAX_DIGEST = 300;

  private static final String ALNUM = "[a-z0-9]+";
  private static final String COMPONENT = ALNUM + "(?:(?:\\.|_|__|-+)" + ALNUM + ")*";
  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final Pattern REGISTRY =
      Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[(?:[a-fA-F0-9:]+)])(?::[0-9]+)?");
  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}");
  private static final Pattern PARTS =
      Pattern.compile("(?<name>[^@]*?)(?::(?<tag>[^:/@]*))?(?:@(?<digest>.*))?", Pattern.DOTALL);
  private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

  public Reference {
    // Before the expressions, whose matching takes the more stack the longer a text is.
    if (repository.length() > MAX_NAME) {
      throw JdockException.invalid(
          "invalid reference format: repository name must not be more than "
              + MAX_NAME
              + " characters");
    }
    if (registry.length() > MAX_REGISTRY
        || !REGISTRY.matcher(registry).matches()
        || !REPOSITORY.matcher(repository).matches()
        || (tag != null && !TAG.matcher(tag).matches())
        || (tag == null && digest == null)) {
      throw malformed();
    }
  }

  /** Reads a name as a user writes it; INVALID in Docker's words when it is none. */
  public static Reference parse(String text) {
    if (IDENTIFIER.matcher(text).matches()) {
      throw JdockException.invalid(
          "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches() || parts.group("name").isEmpty()) {
      throw malformed();
    }
    String[] split = splitRegistry(parts.group("name"));
    String repository = split[1];
    if (!repository.equals(repository.toLowerCase(Locale.ROOT))) {
      throw JdockException.invalid(
          "invalid reference format: repository name (" + repository + ") must be lowercase");
    }
    String tag = parts.group("tag");
    Digest digest = digest(parts.group("digest"));
    return new Reference(
        split[0], repository, tag == null && digest == null ? DEFAULT_TAG : tag, digest);
  }

  private static @Nullable Digest digest(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (text.length() > MAX_DIGEST || !DIGEST.matcher(text).matches()) {
      throw malformed();
    }
    return Digest.parse(text);
  }

  private static String[] splitRegistry(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean isRegistry =
        first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || first.equals("localhost")
            || !first.equals(first.toLowerCase(Locale.ROOT));
    String registry = isRegistry ? first : DEFAULT_REGISTRY;
    String repository = isRegistry ? name.substring(slash + 1) : name;
    if (registry.equals("index.docker.io")) {
      registry = DEFAULT_REGISTRY;
    }
    if (registry.equals(DEFAULT_REGISTRY) && repository.indexOf('/') < 0) {
      repository = OFFICIAL + repository;
    }
    return new String[] {registry, repository};
  }

  private static JdockException malformed() {
    return JdockException.invalid("invalid reference format");
  }

  /** Whether {@code text} can be read as a name. */
  public static boolean isReference(String text) {
    try {
      Reference _ = parse(text);
      return true;
    } catch (JdockException e) {
      return false;
    }
  }

  /** Registry and repository: {@code docker.io/library/ubuntu}. */
  public String name() {
    return registry + "/" + repository;
  }

  /** The name as Docker shows it: {@code ubuntu}, {@code quay.io/a/b}. */
  public String familiarName() {
    if (!registry.equals(DEFAULT_REGISTRY)) {
      return name();
    }
    boolean official =
        repository.startsWith(OFFICIAL) && repository.indexOf('/', OFFICIAL.length()) < 0;
    return official ? repository.substring(OFFICIAL.length()) : repository;
  }

  /** As Docker shows it, with tag and digest: {@code ubuntu:latest}. */
  public String familiar() {
    return familiarName() + suffix();
  }

  public Reference withTag(String newTag) {
    return new Reference(registry, repository, newTag, null);
  }

  public Reference withDigest(Digest newDigest) {
    return new Reference(registry, repository, null, newDigest);
  }

  /** What a registry finds a manifest by: the digest, where there is one. */
  public String tagOrDigest() {
    return digest == null ? String.valueOf(tag) : digest.toString();
  }

  private String suffix() {
    return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }

  /** In full: {@code docker.io/library/ubuntu:latest}. */
  @Override
  public String toString() {
    return name() + suffix();
  }
}
