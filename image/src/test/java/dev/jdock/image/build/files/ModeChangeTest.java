package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeChangeTest {

  /** The results are those of BSD's setmode(3), as BuildKit's parser has them. */
  @ParameterizedTest
  @CsvSource({
    "755, 644, 755",
    "0, 7777, 0",
    "4755, 644, 4755",
    "u+x, 644, 744",
    "+x, 644, 755",
    "go-r, 644, 600",
    "'u=rwX,go=rX', 640, 644",
    "'u=rwX,go=rX', 750, 755",
    "a=, 777, 0",
    "go=, 755, 700",
    "g=u, 640, 660",
    "go=u-w, 644, 644",
    "o=g, 751, 755",
    "u-w+x, 644, 544",
    "u+s, 755, 4755",
    "g+s, 755, 2755",
    "o+s, 755, 755",
    "+t, 755, 1755",
    "o+t, 755, 755",
    "ug+s, 755, 6755",
    "-X, 755, 644",
    "+X, 644, 644",
    "+X, 744, 755",
    "u=rw, 4755, 655"
  })
  void changesModesOfFiles(String text, String before, String after) {
    int mode = Integer.parseInt(before, 8);
    assertThat(Integer.toOctalString(ModeChange.parse(text).apply(mode, false))).isEqualTo(after);
  }

  @Test
  void directoriesAreExecutableToBigX() {
    assertThat(ModeChange.parse("+X").apply(0644, true)).isEqualTo(0755);
    assertThat(ModeChange.parse("u=rwX,go=rX").apply(0700, true)).isEqualTo(0755);
  }

  @Test
  void madeFoldersTakeOctalModesOnly() {
    assertThat(ModeChange.parse("700").ofMadeFolder()).isEqualTo(0700);
    assertThat(ModeChange.parse("1777").ofMadeFolder()).isEqualTo(0755);
    assertThat(ModeChange.parse("u=rx").ofMadeFolder()).isEqualTo(0755);
    assertThat(ModeChange.parse("a=").ofMadeFolder()).isEqualTo(0755);
  }

  @ParameterizedTest
  @ValueSource(strings = {"u", "rwx", "u+q", "u+x,", ",u+x", "-1", "u~x", "a"})
  void refusesWhatIsNoMode(String text) {
    assertThatThrownBy(() -> ModeChange.parse(text))
        .isInstanceOf(JdockException.class)
        .hasMessage("invalid syntax");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8888", "17777", "0o755", "99999999999999999999", "77777777777777"})
  void refusesOtherNumbersInBuildKitsWords(String text) {
    assertThatThrownBy(() -> ModeChange.parse(text))
        .hasMessage(
            "invalid chmod parameter: '"
                + text
                + "'. it should be octal string and between 0 and 07777");
  }
}
