package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*.log, a.log, true",
    "*.log, a.txt, false",
    "?, \u00fc, true",
    "[ab]c, bc, true",
    "[a-c]x, bx, true",
    "[!a-c]x, bx, false",
    "[^a-c]x, dx, true",
    "[]a], ], true",
    "[!]a], ], false",
    "[!]a], b, true",
    "[a-], -, true",
    "[z-a], m, false",
    "[!z-a], m, true",
    "[odd, [odd, true",
    "[!odd, [!odd, true",
    "[], [], true",
    "a\\*, a\\b, true"
  })
  void matchesAsAShell(String pattern, String name, boolean expected) {
    assertThat(Glob.of(pattern).matches(name)).isEqualTo(expected);
  }

  @Test
  void manyStarsTakeNoLonger() {
    Wildcards pattern = Glob.of("*a".repeat(50) + "b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(pattern.matches("a".repeat(5_000))).isFalse());
  }
}
