package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a line looks to a syslog: {@code syslog-format}. */
enum SyslogFormat {
  /** The format of syslog(3) for the machine's own syslog, without a host. */
  LOCAL(""),
  RFC3164("rfc3164"),
  RFC5424("rfc5424"),
  /** With microseconds. */
  RFC5424_MICRO("rfc5424micro");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSXXX", Locale.ROOT);

  private final String option;

  SyslogFormat(String option) {
    this.option = option;
  }

  static SyslogFormat of(String option) {
    for (SyslogFormat format : values()) {
      if (format.option.equals(option)) {
        return format;
      }
    }
    throw JdockException.invalid("Invalid syslog format");
  }

  /** Whether each message is preceded by its length over TLS: RFC 5425 section 4.3. */
  boolean counted() {
    return this == RFC5424 || this == RFC5424_MICRO;
  }

  /**
   * The header of a message.
   *
   * @param priority facility and severity
   * @param process the sender's id
   */
  String header(int priority, Instant when, String host, String tag, long process) {
    ZonedDateTime time = when.atZone(ZoneId.systemDefault());
    return switch (this) {
      case LOCAL -> "<%d>%s %s[%d]: ".formatted(priority, STAMP.format(time), tag, process);
      case RFC3164 ->
          "<%d>%s %s %s[%d]: ".formatted(priority, STAMP.format(time), host, tag, process);
      case RFC5424, RFC5424_MICRO ->
          "<%d>1 %s %s %s %d %s - "
              .formatted(
                  priority,
                  this == RFC5424 ? GoTime.rfc3339(time) : MICROSECONDS.format(time),
                  host,
                  tag,
                  process,
                  tag);
    };
  }
}
