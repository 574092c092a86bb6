package dev.jdock.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpanderTest {
  private static final Map<String, String> VALUES =
      Map.of("X", "value", "E", "", "P", "foo/bar.tar.gz", "N_1", "n");

  private final Expander expander = new Expander('\\');

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "$X|value",
        "a${X}b|avalueb",
        "$Xy|~~",
        "${U:-d}|d",
        "${E:-d}|d",
        "${E-d}|~~",
        "${U-$X}|value",
        "${X:+yes}|yes",
        "${E:+yes}|~~",
        "${E+yes}|yes",
        "${U+yes}|~~",
        "\\$X|$X",
        "'$X'|$X",
        "\"$X\"|value",
        "\"a\\\"b\"|a\"b",
        "\"a\\nb\"|a\\nb",
        "a\\ b|a b",
        "$|$",
        "$N_1.x|n.x",
        "${P#*/}|bar.tar.gz",
        "${P##*.}|gz",
        "${P%.*}|foo/bar.tar",
        "${P%%.*}|foo/bar",
        "${P/bar/baz}|foo/baz.tar.gz",
        "${P//o/0}|f00/bar.tar.gz",
        "${P/o\\/b/-}|fo-ar.tar.gz",
        "${U:-${X}}|value",
        "${P##*o*b}|ar.tar.gz",
        "${P#f?o/}|bar.tar.gz",
        "${P%a*r*}|foo/bar.t",
        "${P%%a*r*}|foo/b",
        "${P#nothing}|foo/bar.tar.gz",
        "${X//*/x}|x",
        "${X//l*/-}|va-",
        "${X/?/-}|-alue",
        "${E//*/x}|x",
        "${X///-}|-v-a-l-u-e-",
        "${X//a*x/-}|value",
        "${P//o*r/-}|f-.gz",
        "${P%\\*}|foo/bar.tar.gz",
        "${P#${U:-foo}}|/bar.tar.gz",
        "${E?}|~~",
        "${X:?not shown}|value",
        "${U:-'a  b'}|a  b",
        "${U:-\"}\"}|}",
        "$?x$1|x",
        "\"it's ${X}\"|it's value",
      })
  void expands(String word, String expected) {
    assertThat(expander.expand(word, VALUES::get)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "${X|syntax error: missing '}'",
        "${|syntax error: missing '}'",
        "${}|syntax error: bad substitution",
        "${X:}|syntax error: missing '}'",
        "${X:}}|unsupported modifier (:}) in substitution",
        "${X:=w}|unsupported modifier (:=) in substitution",
        "${X=w}|unsupported modifier (=) in substitution",
        "${X:#v}|unsupported modifier (:#) in substitution",
        "${X:%v}|unsupported modifier (:%) in substitution",
        "${X:-w|syntax error: missing '}'",
        "${X/v}|syntax error: missing '/' in ${}",
        "${X//v|syntax error: missing '/' in ${}",
        "${X/v/|syntax error: missing '}'",
        "${U:?no $X}|U: no value",
        "${X#\\v}|invalid pattern (\\v) in substitution: invalid escape '\\v'",
        "${X^}|unsupported modifier (^) in substitution",
        "${U:?}|U: is not allowed to be unset",
        "${E:?}|E: is not allowed to be empty",
        "${U?give me one}|U: give me one",
        "'x|unexpected end of statement while looking for matching single-quote",
        "\"x|unexpected end of statement while looking for matching double-quote",
      })
  void refuses(String word, String message) {
    assertThatThrownBy(() -> expander.expand(word, VALUES::get))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("failed to process \"")
        .hasMessageEndingWith("\": " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "echo \"$X\" $U|echo \"value\" $U",
        "${U:-d}|${U:-d}",
        "${U}|${U}",
        "${U:?$X}|${U:?value}",
        "${U:=x} $X|${U:=x} value",
        "${U//a/$X} ${U%b}|${U//a/value} ${U%b}",
      })
  void keepsForDisplayWhatHasNoValue(String word, String expected) {
    assertThat(expander.forDisplay().expand(word, VALUES::get)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "it's \"$X\"|it's \"value\"",
        "\\$X \\\\ \\n|$X \\ n",
        "${U:-'d'}|'d'",
        "'$X|'value",
      })
  void quotesAreTextInDocuments(String text, String expected) {
    assertThat(Expander.forDocuments().expand(text, VALUES::get)).isEqualTo(expected);
  }

  @Test
  void aTextThatGrowsAndGrowsIsRefused() {
    String large = "x".repeat(1 << 20);
    assertThatThrownBy(() -> expander.expand("$A".repeat(17), _ -> large))
        .isInstanceOf(JdockException.class)
        .hasMessageEndingWith(": more than 16777216 characters");
    assertThatThrownBy(() -> expander.expand("${A//x/$A}", _ -> large))
        .isInstanceOf(JdockException.class)
        .hasMessageEndingWith(": more than 16777216 characters");
  }

  @Test
  @Timeout(120)
  void aPatternThatMatchesNowhereIsGivenUpSoon() {
    String large = "x".repeat(1 << 20);
    assertThat(expander.expand("${A//x*y/-}", _ -> large)).isEqualTo(large);
    assertThat(expander.expand("${A//?x*x?*y/-}", _ -> large)).isEqualTo(large);
  }
}
