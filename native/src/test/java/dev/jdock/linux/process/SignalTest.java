package dev.jdock.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
  @ParameterizedTest
  @CsvSource({
    "TERM, 15", "SIGTERM, 15", "sigterm, 15", "15, 15", "' kill ', 9", "HUP, 1", "IOT, 6",
    "CLD, 17", "POLL, 29", "RTMIN, 34", "SIGRTMIN+3, 37", "RTMAX, 64", "RTMAX-14, 50", "64, 64"
  })
  void namesAndNumbersInEverySpelling(String text, int number) {
    assertThat(Signal.parse(text)).map(Signal::number).contains(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "65", "999", "-9", "NOPE", "RTMIN+31", "RTMAX-31", "SIG", "RTMIN+"})
  void everythingElseIsNone(String text) {
    assertThat(Signal.parse(text)).isEmpty();
  }

  @Test
  void numbersHaveNames() {
    assertThat(Signal.parse("9")).contains(Signal.KILL);
    assertThat(Signal.parse("33")).map(Signal::name).contains("33");
    assertThat(Signal.parse("35")).map(Signal::name).contains("RTMIN+1");
  }

  @Test
  void numberIsWhatMakesASignal() {
    assertThat(Signal.parse("RTMAX-14")).isEqualTo(Signal.parse("50"));
    assertThat(Signal.TERM).isNotEqualTo(Signal.KILL);
  }
}
