package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
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
    "2006-01-02T5:04,2006-01-02T04:04:00Z",
    "2006-01-02T15:04:05.5,2006-01-02T14:04:05.5Z",
    "0,1970-01-01T00:00:00Z",
    "+5,1970-01-01T00:00:05Z",
    "10m,2026-01-02T10:50:00Z",
    "1h30m,2026-01-02T09:30:00Z",
    "-1h,2026-01-02T12:00:00Z"
  })
  void readsEveryForm(String text, Instant expected) {
    assertThat(Timestamp.parse(text, NOW)).isEqualTo(expected);
  }

  @Test
  void durationsCountBackToAWholeSecond() {
    ZonedDateTime now = NOW.plusNanos(900_000_000);
    assertThat(Timestamp.parse("1s", now)).isEqualTo(NOW.minusSeconds(1).toInstant());
    assertThat(Timestamp.parse("950ms", now)).isEqualTo(NOW.minusSeconds(1).toInstant());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "5x", "1.", "1.5.5", "10:00", "99999999999999999999"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Timestamp.parse(text, NOW))
        .isInstanceOf(JdockException.class)
        .hasMessage("failed to parse value as time or duration: \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2006-13-01|`: month out of range`",
        "2006-02-30|`: day out of range`",
        "2006-01-02T25:00:00Z|`: hour out of range`",
        "2006-01-02T15:60|`: minute out of range`",
        "2006-01-02T15:04:05+99:00|`: time zone offset hour out of range`",
        "2006-01-02 10:00|`: extra text: \" 10:00\"`",
        "a-b|` as \"2006-01-02\": cannot parse \"a-b\" as \"2006\"`",
        "2006-1-2|` as \"2006-01-02\": cannot parse \"1-2\" as \"01\"`",
        "2006-01-02z|` as \"2006-01-02Z07:00\": cannot parse \"z\" as \"Z07:00\"`",
        "2006/01-02|` as \"2006-01-02\": cannot parse \"/01-02\" as \"-\"`"
      })
  void refusesWhatIsNearlyATimeInGosWords(String text, String message) {
    assertThatThrownBy(() -> Timestamp.parse(text, NOW))
        .isInstanceOf(JdockException.class)
        .hasMessage("parsing time \"" + text + "\"" + message);
  }
}
