package dev.jdock.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {
  private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-01-02T12:00:00+01:00");

  @ParameterizedTest
  @CsvSource({
    "1136073600,2006-01-01T00:00:00Z",
    "1136073600.5,2006-01-01T00:00:00.5Z",
    "1136073600.000000001,2006-01-01T00:00:00.000000001Z",
    "2006-01-02,2006-01-01T23:00:00Z",
    "2006-01-02Z,2006-01-02T00:00:00Z",
    "2006-01-02-07:00,2006-01-02T07:00:00Z",
    "2006-01-02T15,2006-01-02T14:00:00Z",
    "2006-01-02T15:04,2006-01-02T14:04:00Z",
    "2006-01-02T15:04:05,2006-01-02T14:04:05Z",
    "2006-01-02T15:04:05Z,2006-01-02T15:04:05Z",
    "2006-01-02T15:04:05+02:00,2006-01-02T13:04:05Z",
    "2006-01-02T15:04:05.999999999Z,2006-01-02T15:04:05.999999999Z",
    "10m,2026-01-02T10:50:00Z",
    "1h30m,2026-01-02T09:30:00Z",
    "-1h,2026-01-02T12:00:00Z"
  })
  void readsEveryForm(String text, Instant expected) {
    assertThat(LogTime.parse(text, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2006-13-01", "2006-01-02T25:00:00Z", "2006-01-02 10:00", "5x"})
  void refusesOthers(String text) {
    assertThatThrownBy(() -> LogTime.parse(text, NOW))
        .isInstanceOf(JdockException.class)
        .hasMessage("failed to parse value as time or duration: \"" + text + "\"");
  }
}
