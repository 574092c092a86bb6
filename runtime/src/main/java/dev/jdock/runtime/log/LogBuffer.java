package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.HumanSize;
import java.util.Map;

/**
 * {@code mode} and {@code max-buffer-size}: what happens while output is not taken in time.
 *
 * @param bytes that wait
 * @param lossy whether more is thrown away; else the container waits
 */
record LogBuffer(long bytes, boolean lossy) {
  private static final long DEFAULT_BYTES = 1_000_000;

  /**
   * @throws JdockException in Docker's words
   */
  static LogBuffer of(Map<String, String> options) {
    String mode = options.getOrDefault("mode", "");
    boolean lossy = mode.equals("non-blocking");
    if (!lossy && !mode.isEmpty() && !mode.equals("blocking")) {
      throw JdockException.invalid("logger: logging mode not supported: " + mode);
    }
    String size = options.get("max-buffer-size");
    if (size == null) {
      return new LogBuffer(DEFAULT_BYTES, lossy);
    }
    if (!lossy) {
      throw JdockException.invalid(
          "logger: max-buffer-size option is only supported with 'mode=non-blocking'");
    }
    try {
      return new LogBuffer(HumanSize.parseBinary(size), true);
    } catch (JdockException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "error parsing option max-buffer-size: " + e.getMessage(),
          e);
    }
  }
}
