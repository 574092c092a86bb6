package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T23:14:35Z[UTC],2026-11-20 23:14:35 +0000 UTC",
    "2026-11-20T23:14:35.500Z[UTC],2026-11-20 23:14:35.5 +0000 UTC",
    "2026-11-20T23:14:35Z,2026-11-20 23:14:35 +0000 UTC",
    "2026-01-20T23:14:35+01:00[Europe/Berlin],2026-01-20 23:14:35 +0100 CET",
    "2026-07-20T23:14:35-04:00[America/New_York],2026-07-20 23:14:35 -0400 EDT",
    "2026-01-20T23:14:35-03:00[America/Sao_Paulo],2026-01-20 23:14:35 -0300 -03",
    "2026-01-20T23:14:35+05:45[Asia/Kathmandu],2026-01-20 23:14:35 +0545 +0545"
  })
  void writesTimesAsGoPrintsThem(ZonedDateTime time, String expected) {
    assertThat(GoTime.string(time)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T23:14:35.5Z,2026-11-20T23:14:35Z,2026-11-20T23:14:35.500000000Z",
    "2026-11-20T23:14:35-02:30,2026-11-20T23:14:35-02:30,2026-11-20T23:14:35.000000000-02:30"
  })
  void writesRfc3339(ZonedDateTime time, String seconds, String nanoseconds) {
    assertThat(GoTime.rfc3339(time)).isEqualTo(seconds);
    assertThat(GoTime.rfc3339Nano(time)).isEqualTo(nanoseconds);
  }
}
