package dev.jdock.image.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void whatControlsIsShownAndTheRestStays() {
    assertThat(OneLine.of("a\nb\rc\tä\ud83d\ude00")).isEqualTo("a\\nb\\rc\tä\ud83d\ude00");
    assertThat(OneLine.of("\u001b[31m\u0000\u009b")).isEqualTo("\\x1b[31m\\x00\\x9b");
  }

  @Test
  void messageOfAnExceptionIsOne() {
    assertThat(JdockException.invalid("invalid name \"a\nb\""))
        .hasMessage("invalid name \"a\\nb\"");
  }
}
