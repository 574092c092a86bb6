package dev.jdock.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelationTest {

  @Test
  void readsAlternativesVersionsAndArchitectures() {
    assertThat(Relation.parseAll("libc6 (>= 2.34), debconf (>=0.5)|debconf-2.0 , perl:any,python3"))
        .hasToString("[[libc6 (>= 2.34)], [debconf (>= 0.5), debconf-2.0], [perl], [python3]]");
    assertThat(Relation.parseAll("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a (<< 2),1,true",
    "a (<< 2),2,false",
    "a (<= 2),2,true",
    "a (= 2),2,true",
    "a (= 2),2-1,false",
    "a (>= 2),2~rc1,false",
    "a (>> 2),2,false",
    "a (>> 2),2-1,true",
    "a (< 2),2,true",
    "a (> 2),2,true",
    "a,0,true"
  })
  void admitsVersionsOfItsRange(String relation, String version, boolean admitted) {
    assertThat(Relation.parse(relation).admits(DebVersion.parse(version))).isEqualTo(admitted);
  }

  @Test
  void nothingWithoutVersionStandsForOneWithVersion() {
    assertThat(Relation.parse("mail (>= 1)").isProvidedBy(Relation.parse("mail"))).isFalse();
    assertThat(Relation.parse("mail (>= 1)").isProvidedBy(Relation.parse("mail (= 2)"))).isTrue();
    assertThat(Relation.parse("mail (>= 3)").isProvidedBy(Relation.parse("mail (= 2)"))).isFalse();
    assertThat(Relation.parse("mail").isProvidedBy(Relation.parse("mail"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a (", "A", "a (>= )", "a b", "../a", "a (>= 1) (<< 2)"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Relation.parseAll(text))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("invalid dependency of a package");
  }
}
