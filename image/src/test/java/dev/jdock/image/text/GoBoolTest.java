package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoBoolTest {

  @ParameterizedTest
  @CsvSource({
    "1,true",
    "t,true",
    "T,true",
    "true,true",
    "TRUE,true",
    "True,true",
    "0,false",
    "f,false",
    "F,false",
    "false,false",
    "FALSE,false",
    "False,false"
  })
  void readsGosBooleans(String text, boolean expected) {
    assertThat(GoBool.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "tRUE", " true", "2"})
  void refusesOthersInGosWords(String text) {
    assertThatThrownBy(() -> GoBool.parse(text))
        .hasMessage("strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
  }
}
