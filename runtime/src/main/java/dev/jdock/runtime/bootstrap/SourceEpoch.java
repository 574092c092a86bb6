package dev.jdock.runtime.bootstrap;

import dev.jdock.image.error.JdockException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code SOURCE_DATE_EPOCH} (reproducible-builds.org, specs): the time that what is made has
 * instead of now.
 */
final class SourceEpoch {
  private static final String NAME = "SOURCE_DATE_EPOCH";

  private SourceEpoch() {}

  /** Null where there is none. */
  static @Nullable Instant of(Map<String, String> environment) {
    String text = environment.getOrDefault(NAME, "");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Instant.ofEpochSecond(Long.parseUnsignedLong(text));
    } catch (NumberFormatException | DateTimeException e) {
      throw new JdockException(JdockException.Kind.INVALID, "invalid " + NAME + ": " + text, e);
    }
  }
}
