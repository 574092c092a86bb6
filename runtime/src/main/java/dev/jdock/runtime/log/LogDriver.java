package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import java.util.Set;

/** The drivers that {@code --log-driver} can name, and their options. */
public enum LogDriver {
  JSON_FILE("json-file"),
  LOCAL("local"),
  SYSLOG("syslog"),
  JOURNALD("journald"),
  NONE("none");

  private static final Set<String> OF_FILES = Set.of("max-size", "max-file", "compress");
  private static final Set<String> OF_WORDS =
      Set.of("labels", "labels-regex", "env", "env-regex", "tag");
  private static final Set<String> OF_SYSLOG =
      Set.of(
          "syslog-address",
          "syslog-facility",
          "syslog-format",
          "syslog-tls-ca-cert",
          "syslog-tls-cert",
          "syslog-tls-key",
          "syslog-tls-skip-verify");

  private final String text;

  LogDriver(String text) {
    this.text = text;
  }

  /** Its name on the command line. */
  public String text() {
    return text;
  }

  boolean knows(String option) {
    return switch (this) {
      case JSON_FILE -> OF_FILES.contains(option) || OF_WORDS.contains(option);
      case LOCAL -> OF_FILES.contains(option);
      case SYSLOG -> OF_SYSLOG.contains(option) || OF_WORDS.contains(option);
      case JOURNALD -> OF_WORDS.contains(option);
      case NONE -> false;
    };
  }

  /** Whether its lines are stored by another program. */
  boolean forwards() {
    return this == SYSLOG || this == JOURNALD;
  }

  /**
   * @throws JdockException INVALID, in Docker's words
   */
  public static LogDriver of(String name) {
    for (LogDriver driver : values()) {
      if (driver.text.equals(name)) {
        return driver;
      }
    }
    throw JdockException.invalid(
        "error looking up logging plugin %1$s: plugin \"%1$s\" not found".formatted(name));
  }
}
