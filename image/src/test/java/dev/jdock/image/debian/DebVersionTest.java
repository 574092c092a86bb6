package dev.jdock.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebVersionTest {

  /** Each is later than the one before it, as {@code dpkg --compare-versions} says. */
  private static final List<String> ASCENDING =
      List.of(
          "0~~",
          "0~~a",
          "0~",
          "0",
          "0a",
          "0+1",
          "1.0~beta1-1",
          "1.0-0.1",
          "1.0-1~deb12u1",
          "1.0-1",
          "1.0-1a",
          "1.0-1+b1",
          "1.0-1+deb12u1",
          "1.0-2",
          "1.0-10",
          "1.0a-1",
          "1.0.1-1",
          "1.2-1",
          "1.10-1",
          "20240101-1",
          "99999999999999999999-1",
          "1:0.1-1",
          "2:0-1");

  @Test
  void orderIsThatOfDpkg() {
    for (int i = 0; i < ASCENDING.size(); i++) {
      for (int j = 0; j < ASCENDING.size(); j++) {
        DebVersion one = DebVersion.parse(ASCENDING.get(i));
        DebVersion two = DebVersion.parse(ASCENDING.get(j));
        assertThat(Integer.signum(one.order(two)))
            .as("%s and %s", one, two)
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1.0,1.0-0", "0:1,1", "1.01,1.1", "1.0-,1.0", "1.000-1,1.0-1", "1.a,1.a0"})
  void differentTextsCanBeEqualInOrder(String one, String two) {
    assertThat(DebVersion.parse(one).order(DebVersion.parse(two))).isZero();
    assertThat(DebVersion.parse(two).order(DebVersion.parse(one))).isZero();
  }

  @Test
  void lastDashBeginsRevision() {
    assertThat(DebVersion.parse("1:2-3-4")).isEqualTo(new DebVersion(1, "2-3", "4"));
    assertThat(DebVersion.parse("1:2-3-4")).hasToString("1:2-3-4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x:1", "-1:1", ":1", "1:"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> DebVersion.parse(text))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("invalid version");
  }
}
