package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerSpec.Logging;
import java.util.Map;
import java.util.Set;

/**
 * The checks of log options when a container is created. The values of most options are checked
 * when it is started, by {@link ContainerLog}, as in Docker.
 */
public final class LogOptionCheck {
  /** Of every driver. */
  private static final Set<String> COMMON =
      Set.of(
          "mode",
          "max-buffer-size",
          "cache-disabled",
          "cache-max-size",
          "cache-max-file",
          "cache-compress");

  private LogOptionCheck() {}

  /**
   * @throws JdockException in Docker's words
   */
  public static void check(Logging logging) {
    if (logging.driver().equals(LogDriver.NONE.text())) {
      return;
    }
    Map<String, String> options = logging.options();
    LogBuffer _ = LogBuffer.of(options);
    LogCache.check(options);
    LogDriver driver = LogDriver.of(logging.driver());
    for (String option : options.keySet()) {
      if (!driver.knows(option) && !COMMON.contains(option)) {
        throw JdockException.invalid(
            "unknown log opt '"
                + option
                + (driver == LogDriver.LOCAL
                    ? "' for log driver local"
                    : "' for " + driver.text() + " log driver"));
      }
    }
    if (driver == LogDriver.SYSLOG) {
      SyslogOptions.of(options).requireSocket();
    }
  }
}
