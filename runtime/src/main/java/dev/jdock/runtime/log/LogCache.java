package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.runtime.engine.ContainerSpec.Logging;
import java.util.Map;
import java.util.TreeMap;

/**
 * The local copy of a log that another program stores, for {@code docker logs}: {@code
 * cache-disabled}, {@code cache-max-size} …
 */
public final class LogCache {
  private static final String PREFIX = "cache-";
  private static final String DISABLED = PREFIX + "disabled";

  private LogCache() {}

  /**
   * @throws JdockException in Docker's words
   */
  static void check(Map<String, String> options) {
    String disabled = options.getOrDefault(DISABLED, "");
    if (!disabled.isEmpty()) {
      try {
        boolean _ = GoBool.parse(disabled);
      } catch (JdockException e) {
        throw new JdockException(
            JdockException.Kind.INVALID,
            "invalid value for option " + DISABLED + ": " + disabled,
            e);
      }
    }
  }

  /** Whether anything is there to be read. */
  public static boolean readable(Logging logging) {
    return switch (LogDriver.of(logging.driver())) {
      case JSON_FILE, LOCAL -> true;
      case NONE -> false;
      case SYSLOG, JOURNALD -> {
        String disabled = logging.options().getOrDefault(DISABLED, "");
        yield disabled.isEmpty() || !GoBool.parse(disabled);
      }
    };
  }

  /** The options of the copy, which is one of the driver {@code local}. */
  static Map<String, String> options(Map<String, String> options) {
    Map<String, String> own = new TreeMap<>();
    options.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        own.put(name.substring(PREFIX.length()), value);
      }
    });
    return own;
  }
}
