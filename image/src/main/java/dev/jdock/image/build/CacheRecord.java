package dev.jdock.image.build;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the build cache, as one looks at it from outside.
 *
 * @param id 64 hexadecimal digits
 * @param description empty for none
 * @param layer the diffID of what the step made; null where it made nothing, and of a mount
 * @param size bytes of its layer or of its files
 * @param shared whether an image has that layer, so that nothing is won by forgetting the record
 * @param inUse whether a step uses it now
 * @param lastUsed null where it was made and never used again
 * @param uses how often a build took its result from here
 */
public record CacheRecord(
    String id,
    Type type,
    String description,
    @Nullable String layer,
    long size,
    boolean shared,
    boolean inUse,
    Instant created,
    @Nullable Instant lastUsed,
    int uses) {

  /** What is kept. */
  public enum Type {
    /** What a step came to. */
    STEP("regular"),
    /** The folder of a {@code RUN --mount=type=cache}. */
    MOUNT("exec.cachemount"),
    /** What came of a client's folder. */
    CONTEXT("source.local");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** Whether it may change, as the result of a step may not. */
    public boolean mutable() {
      return this != STEP;
    }

    /** As BuildKit names it. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Bytes that only these records keep; several steps can come to one layer. */
  public static long bytes(Collection<CacheRecord> records) {
    Map<String, Long> sizes = new HashMap<>();
    for (CacheRecord record : records) {
      if (!record.shared()) {
        sizes.put(record.layer() == null ? record.id() : record.layer(), record.size());
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }
}
