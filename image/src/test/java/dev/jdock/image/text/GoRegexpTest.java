package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoRegexpTest {

  @ParameterizedTest
  @CsvSource({
    "web, my-web-1, true",
    "^/web$, /web, true",
    "^web, /web, false",
    "(?i)WEB, web, true",
    "[[:digit:]]+$, web7, true",
    "\\Aweb\\z, web, true",
    "w.b|x, w\u00fcb, true",
    "'', anything, true"
  })
  void searchesWithGosSyntax(String expression, String text, boolean found) {
    assertThat(GoRegexp.compile(expression).find(text)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "[a ! error parsing regexp: missing closing ]: `[a`",
        "(a ! error parsing regexp: missing closing ): `(a`",
        "a** ! error parsing regexp: invalid nested repetition operator: `**`",
        "*a ! error parsing regexp: missing argument to repetition operator: `*`",
        "(?=a) ! error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
        "a\\1 ! error parsing regexp: invalid escape sequence: `\\1`",
        "a{1001} ! error parsing regexp: invalid repeat count: `{1001}`"
      })
  void refusesOthersInGosWords(String expression, String message) {
    assertThatThrownBy(() -> GoRegexp.compile(expression)).hasMessage(message);
  }

  @Test
  void takesTimeInProportionToTheText() {
    GoRegexp nested = GoRegexp.compile("^(a+)+$");
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(nested.find("a".repeat(10_000) + "b")).isFalse());
  }

  @Test
  void refusesRepetitionsThatTakeTheMemory() {
    assertThatThrownBy(() -> GoRegexp.compile("(([b-d]{1000}){1000}){1000}"))
        .hasMessage("error parsing regexp: invalid repeat count: `{1000}`");
    assertThatThrownBy(() -> GoRegexp.compile("((\\x{41}|[]}]){100,}x){2,11}"))
        .hasMessage("error parsing regexp: invalid repeat count: `{2,11}`");
    assertThatThrownBy(() -> GoRegexp.compile("(ab){1000}".repeat(100)))
        .hasMessageStartingWith("error parsing regexp: expression too large: `(ab)");
    assertThatThrownBy(() -> GoRegexp.compile("(".repeat(100_000)))
        .hasMessageStartingWith("error parsing regexp: expression nests too deeply");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a{10}b){100}", "a{1000}b{1000}", "\\x{5000}", "[{5000}]", "\\pL{1000}", "a{x}"})
  void takesRepetitionsWithinGosBounds(String expression) {
    assertThat(GoRegexp.compile(expression).find("none")).isFalse();
  }
}
