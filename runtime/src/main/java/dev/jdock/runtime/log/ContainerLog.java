package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerSpec.Logging;
import dev.jdock.runtime.io.Fanout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The log of one run of a container: a file, or another program and, for {@code docker logs}, a
 * file as well.
 */
public final class ContainerLog implements AutoCloseable {
  private static final String FAILED =
      "failed to create task for container: failed to initialize logging driver: ";

  private final @Nullable JsonFileLog file;
  private final @Nullable ForwardedLog forwarded;

  private ContainerLog(@Nullable JsonFileLog file, @Nullable ForwardedLog forwarded) {
    this.file = file;
    this.forwarded = forwarded;
  }

  /**
   * For a start.
   *
   * @param path of the file
   * @param resume called when the streams may be read again after they had to wait
   * @throws JdockException in Docker's words, for options that are wrong and for those who do not
   *     take the log
   */
  public static ContainerLog open(
      Logging logging, LogSubject subject, Path path, Clock clock, Runnable resume) {
    try {
      return open(logging, subject, path, clock, resume, true);
    } catch (IllegalArgumentException | JdockException | IOException e) {
      throw JdockException.internal(FAILED + e.getMessage(), e);
    }
  }

  /**
   * For a container that is running already: a destination that is unavailable may become available
   * later.
   */
  public static ContainerLog resume(
      Logging logging, LogSubject subject, Path path, Clock clock, Runnable resume) {
    try {
      return open(logging, subject, path, clock, resume, false);
    } catch (IllegalArgumentException | JdockException | IOException e) {
      return new ContainerLog(JsonFileLog.open(path, clock), null);
    }
  }

  private static ContainerLog open(
      Logging logging,
      LogSubject subject,
      Path path,
      Clock clock,
      Runnable resume,
      boolean connects)
      throws IOException {
    LogDriver driver = LogDriver.of(logging.driver());
    JsonFileLog file = null;
    if (LogCache.readable(logging)) {
      file = JsonFileLog.open(path, clock, policy(driver, logging, subject));
    }
    if (!driver.forwards()) {
      return new ContainerLog(file, null);
    }
    try {
      LogDestination destination =
          driver == LogDriver.SYSLOG
              ? SyslogDestination.of(subject, connects)
              : JournalDestination.of(subject, JournalDestination.SOCKET, connects);
      LogBuffer buffer = LogBuffer.of(logging.options());
      return new ContainerLog(
          file, new ForwardedLog(subject.shortId(), destination, buffer, clock, resume));
    } catch (RuntimeException | IOException e) {
      if (file != null) {
        file.close();
      }
      throw e;
    }
  }

  private static LogPolicy policy(LogDriver driver, Logging logging, LogSubject subject) {
    return switch (driver) {
      case JSON_FILE -> FileLogOptions.jsonFile(logging.options(), attributes(subject));
      case LOCAL -> FileLogOptions.local(logging.options());
      case SYSLOG, JOURNALD -> FileLogOptions.local(LogCache.options(logging.options()));
      case NONE -> LogPolicy.EVERYTHING;
    };
  }

  private static SortedMap<String, String> attributes(LogSubject subject) {
    SortedMap<String, String> attributes = subject.attributes(UnaryOperator.identity());
    String tag = subject.tag("");
    if (!tag.isEmpty()) {
      attributes.put("tag", tag);
    }
    return attributes;
  }

  /** The file that {@code docker logs} reads; null when there is none. */
  public @Nullable JsonFileLog file() {
    return file;
  }

  /** Sets the sources whose output is logged from now on. */
  public void takes(Fanout stdout, Fanout stderr) {
    if (file != null) {
      stdout.add(file.receiver(false));
      stderr.add(file.receiver(true));
    }
    if (forwarded != null) {
      stdout.add(forwarded.receiver(false));
      stderr.add(forwarded.receiver(true));
    }
  }

  @Override
  public void close() {
    try {
      if (forwarded != null) {
        forwarded.close();
      }
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }
}
