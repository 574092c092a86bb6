package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "5s,PT5S",
    "1h30m,PT1H30M",
    "1.5s,PT1.5S",
    "-2ms,PT-0.002S",
    "+3m,PT3M",
    ".5h,PT30M",
    "5.s,PT5S",
    "10us,PT0.00001S",
    "7µs,PT0.000007S",
    "12ns,PT0.000000012S",
    "1h1m1.000000001s,PT1H1M1.000000001S",
    "-0,PT0S",
    "1m1m,PT2M",
    "0.3333333333333333333h,PT20M",
    "0.100000000000000000000h,PT6M",
    "52763797000ns,PT52.763797S",
    "9223372036854775807ns,PT9223372036.854775807S",
    "-9223372036854775808ns,PT-9223372036.854775808S"
  })
  void readsGosDurations(String text, Duration expected) {
    assertThat(GoDuration.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "``|time: invalid duration \"\"",
        "10|time: missing unit in duration \"10\"",
        "1h5|time: missing unit in duration \"1h5\"",
        "5x|time: unknown unit \"x\" in duration \"5x\"",
        "abc|time: invalid duration \"abc\"",
        ".s|time: invalid duration \".s\"",
        "-|time: invalid duration \"-\"",
        "9999999999h|time: invalid duration \"9999999999h\"",
        "9223372036854775808ns|time: invalid duration \"9223372036854775808ns\"",
        "-9223372036854775809ns|time: invalid duration \"-9223372036854775809ns\"",
        "99999999999999999999x|time: invalid duration \"99999999999999999999x\"",
        "1.2.3s|time: missing unit in duration \"1.2.3s\"",
        "3ä|time: unknown unit \"\\xc3\\xa4\" in duration \"3\\xc3\\xa4\""
      })
  void refusesOthersInGosWords(String text, String message) {
    assertThatThrownBy(() -> GoDuration.parse(text))
        .isInstanceOf(JdockException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT1H,1h0m0s",
    "PT1M30S,1m30s",
    "PT1.5S,1.5s",
    "PT0.002S,2ms",
    "PT0.0000015S,1.5µs",
    "PT0.000000012S,12ns",
    "PT-5S,-5s",
    "PT25H1M,25h1m0s",
    "PT0.001001S,1.001ms",
    "PT-9223372036.854775808S,-2562047h47m16.854775808s"
  })
  void writesThemAsGo(Duration duration, String expected) {
    assertThat(GoDuration.format(duration)).isEqualTo(expected);
  }
}
