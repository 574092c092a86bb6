package dev.jdock.cli.bake;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a target may say, in the order in which it is printed. */
public enum Field {
  DESCRIPTION("description", Kind.TEXT, false),
  INHERITS("inherits", Kind.WORDS, true),
  ANNOTATIONS("annotations", Kind.WORDS, true),
  ATTEST("attest", Kind.ENTRIES, true),
  CONTEXT("context", Kind.TEXT, false),
  CONTEXTS("contexts", Kind.PAIRS, true),
  DOCKERFILE("dockerfile", Kind.TEXT, false),
  DOCKERFILE_INLINE("dockerfile-inline", Kind.TEXT, false),
  ARGS("args", Kind.PAIRS, true),
  LABELS("labels", Kind.PAIRS, true),
  TAGS("tags", Kind.WORDS, false),
  CACHE_FROM("cache-from", Kind.ENTRIES, true),
  CACHE_TO("cache-to", Kind.ENTRIES, false),
  TARGET("target", Kind.TEXT, false),
  SECRET("secret", Kind.ENTRIES, true),
  SSH("ssh", Kind.ENTRIES, true),
  PLATFORMS("platforms", Kind.WORDS, false),
  OUTPUT("output", Kind.ENTRIES, false),
  PULL("pull", Kind.FLAG, false),
  NO_CACHE("no-cache", Kind.FLAG, false),
  NETWORK("network", Kind.TEXT, false),
  NO_CACHE_FILTER("no-cache-filter", Kind.WORDS, true),
  SHM_SIZE("shm-size", Kind.TEXT, false),
  ULIMITS("ulimits", Kind.WORDS, true),
  CALL("call", Kind.TEXT, false),
  ENTITLEMENTS("entitlements", Kind.WORDS, true),
  EXTRA_HOSTS("extra-hosts", Kind.PAIRS, true);

  /** The form of a field's value. */
  enum Kind {
    TEXT,
    FLAG,
    WORDS,
    PAIRS,
    ENTRIES
  }

  private static final Map<String, Field> BY_KEY =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(f -> f.key, Function.identity()));

  private final String key;
  private final Kind kind;
  private final boolean merged;

  Field(String key, Kind kind, boolean merged) {
    this.key = key;
    this.kind = kind;
    this.merged = merged;
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  Kind kind() {
    return kind;
  }

  /** Whether a target's value is added to the one it inherits, rather than put in its place. */
  boolean merged() {
    return merged;
  }

  static @Nullable Field of(String key) {
    return BY_KEY.get(key);
  }
}
