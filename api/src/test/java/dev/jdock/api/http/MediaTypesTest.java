package dev.jdock.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
  private static final List<String> OFFERED = List.of("a/lines", "a/sequence");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "a/sequence; a/sequence",
        "\"A/Sequence ; Q=0.5\"; a/sequence",
        "a/sequence, a/lines; a/sequence",
        "\"a/sequence;q=0.1, a/lines;q=0.9\"; a/lines",
        "\"a/sequence;q=0, a/lines;q=x\";",
        "*/*, a/*, text/plain;",
        "\"\";"
      })
  void takesTheTypeOfTheGreatestWeight(String accept, String type) {
    assertThat(MediaTypes.preferred(List.of(accept), OFFERED).orElse(null)).isEqualTo(type);
  }

  @Test
  void readsAllHeaders() {
    assertThat(MediaTypes.preferred(List.of("text/html", "a/lines"), OFFERED)).contains("a/lines");
    assertThat(MediaTypes.preferred(List.of(), OFFERED)).isEmpty();
  }
}
