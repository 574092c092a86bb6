package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jdock.image.error.JdockException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathMatchTest {

  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "*, abc, true",
    "*c, abc, true",
    "a*, a, true",
    "a*, ab/c, false",
    "a*/b, abc/b, true",
    "a*/b, a/c/b, false",
    "a*b*c*d*e*/f, axbxcxdxe/f, true",
    "a*b*c*d*e*/f, axbxcxdxexxx/fff, false",
    "a*b?c*x, abxbbxdbxebxczzx, true",
    "ab[c], abc, true",
    "ab[b-d], abc, true",
    "ab[e-g], abc, false",
    "ab[^e-g], abc, true",
    "a\\*b, a*b, true",
    "a\\*b, ab, false",
    "a?b, a\u263ab, true",
    "a[^a]b, a\u263ab, true",
    "a???b, a\u263ab, false",
    "[a-\u03b6]*, \u03b1, true",
    "*[a-\u03b6], A, false",
    "a?b, a/b, false",
    "a*b, a/b, false",
    "a[^x]b, a/b, true",
    "[\\]a], ], true",
    "[\\-], -, true",
    "[x\\-], z, false",
    "[\\-x], a, false",
    "[z-a], m, false",
    "*x, xxx, true"
  })
  void matchesAsGosPathMatch(String pattern, String text, boolean expected) {
    assertThat(PathMatch.of(pattern).matches(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]a]", "[-]", "[x-]", "[-x]", "[", "[^", "[^bc", "a[", "[a-b-c]", "\\", "a[]*"})
  void refusesWhatIsNoPattern(String pattern) {
    assertThatThrownBy(() -> PathMatch.of(pattern))
        .isInstanceOf(JdockException.class)
        .hasMessage("syntax error in pattern");
  }

  @ParameterizedTest
  @CsvSource({"a, false", "a*, true", "a\\*, false", "a\\\\*, true", "[a], true", "a?, true"})
  void tellsPatternsFromNames(String text, boolean expected) {
    assertThat(PathMatch.hasWildcards(text)).isEqualTo(expected);
  }

  @Test
  void manyStarsTakeNoLonger() {
    Wildcards pattern = PathMatch.of("*a".repeat(50) + "b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(pattern.matches("a".repeat(5_000))).isFalse());
  }
}
