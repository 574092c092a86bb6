package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class IgnorePatternsTest {

  private static IgnorePatterns patterns(String... lines) {
    return IgnorePatterns.parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "*.md, a.md, true",
    "*.md, d/a.md, false",
    "**/*.md, d/e/a.md, true",
    "**/*.md, a.md, true",
    "d, d/e/f, true",
    "/d/, d/e, true",
    "d/**, d/e, true",
    "d/**, d, false",
    "a/**/z, a/b/c/z, true",
    "a/**/z, a/z, true",
    "a?c, abc, true",
    "a?c, a/c, false",
    "[a-c]x, bx, true",
    "[^a-c]x, bx, false",
    "a\\*, a*, true",
    "a\\*, ab, false",
    "./x/../y, y, true",
    "**, anything/at/all, true",
    "x.txt, xytxt, false",
    "[a\\-c]x, -x, true",
    "[^/]x, /x, false",
    "a/**/b/**/c, a/x/b/b/y/c, true",
    "a/**/b/**/c, a/x/y/c, false",
    "**/a*c, b/abbc, true",
    "**/a*c, b/a/c, false",
  })
  void matchesAsGoDoes(String pattern, String path, boolean excluded) {
    assertThat(patterns(pattern).excludes(path)).isEqualTo(excluded);
  }

  @Test
  void lastMatchWins() {
    IgnorePatterns patterns = patterns("*", "!src", "src/gen", "!src/gen/keep");
    assertThat(patterns.excludes("other")).isTrue();
    assertThat(patterns.excludes("src/a")).isFalse();
    assertThat(patterns.excludes("src/gen/x")).isTrue();
    assertThat(patterns.excludes("src/gen/keep")).isFalse();
    assertThat(patterns.hasExceptions()).isTrue();
  }

  @Test
  void skipsCommentsAndEmptyLines() {
    IgnorePatterns patterns = patterns("# a", "", "   ", " #b ", "/", ".");
    assertThat(patterns.excludes("a")).isFalse();
    assertThat(patterns.excludes("#b")).isTrue();
  }

  @Test
  void refusesPatternsThatAreNone() {
    assertThatThrownBy(() -> patterns("[a")).isInstanceOf(JdockException.class);
    assertThatThrownBy(() -> patterns("[a-]")).isInstanceOf(JdockException.class);
    assertThatThrownBy(() -> patterns("[]")).isInstanceOf(JdockException.class);
    assertThatThrownBy(() -> patterns("!")).hasMessage("illegal exclusion pattern: \"!\"");
  }

  @Test
  void manyStarsTakeNoTime() {
    IgnorePatterns patterns = patterns("*a".repeat(40) + "b", "**/a".repeat(40) + "b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(patterns.excludes("a".repeat(250))).isFalse());
  }
}
