package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.image.text.GoInteger;
import dev.jdock.image.text.HumanSize;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The options of the drivers that write files; values that are wrong are in Docker's words. */
final class FileLogOptions {
  private static final String MAX_SIZE = "max-size";
  private static final String MAX_FILE = "max-file";
  private static final String COMPRESS = "compress";
  private static final long LOCAL_BYTES = 20 << 20;
  private static final int LOCAL_FILES = 5;

  private FileLogOptions() {}

  /**
   * @throws JdockException INVALID in Docker's words
   */
  static LogPolicy jsonFile(Map<String, String> options, SortedMap<String, String> attributes) {
    long bytes = 0;
    String size = options.get(MAX_SIZE);
    if (size != null) {
      bytes = HumanSize.parseDecimal(size);
      if (bytes <= 0) {
        throw JdockException.invalid("max-size must be a positive number");
      }
    }
    int files = 1;
    String count = options.get(MAX_FILE);
    if (count != null) {
      files = integer(count);
      if (files < 1) {
        throw JdockException.invalid("max-file cannot be less than 1");
      }
    }
    String asked = options.get(COMPRESS);
    boolean compress = asked != null && GoBool.parse(asked);
    if (compress && (files == 1 || bytes == 0)) {
      throw JdockException.invalid(
          "compress cannot be true when max-file is less than 2 or max-size is not set");
    }
    return new LogPolicy(bytes, files, compress, attributes);
  }

  /**
   * @throws JdockException INVALID in Docker's words
   */
  static LogPolicy local(Map<String, String> options) {
    long bytes = LOCAL_BYTES;
    String size = options.get(MAX_SIZE);
    if (size != null) {
      bytes =
          valued("invalid value for max-size: " + size + ": ", () -> HumanSize.parseDecimal(size));
    }
    int files = LOCAL_FILES;
    String count = options.get(MAX_FILE);
    if (count != null) {
      files = valued("invalid value for max-file: " + count + ": ", () -> integer(count));
      if (files < 0) {
        throw JdockException.invalid("max-file must not be negative");
      }
    }
    boolean compress = true;
    String asked = options.get(COMPRESS);
    if (asked != null) {
      compress = valued("invalid boolean value for compress: ", () -> GoBool.parse(asked));
    }
    if (compress && files <= 1) {
      throw JdockException.invalid("compression cannot be enabled when max file count is 1");
    }
    return new LogPolicy(bytes, Math.max(1, files), compress, new TreeMap<>());
  }

  private static int integer(String text) {
    return Math.clamp(GoInteger.atoi(text), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> T valued(String complaint, Reading<T> reading) {
    try {
      return reading.read();
    } catch (JdockException e) {
      throw new JdockException(e.kind(), complaint + e.getMessage(), e);
    }
  }
}
