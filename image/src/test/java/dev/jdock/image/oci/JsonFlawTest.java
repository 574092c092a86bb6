package dev.jdock.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFlawTest {
  /** Something to read. */
  record Form(List<Part> parts, Map<String, Integer> sizes) {}

  /** A part with a rule. */
  record Part(String name) {
    Part {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a part without a name");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                         | unexpected end of JSON input
          {"parts":                  | unexpected end of JSON input
          {"parts"]                  | invalid syntax in line 1, column 9
          []                         | it is not of the expected form
          {"parts":[{"name":[]}]}    | invalid value of parts[0].name
          {"sizes":{"a":"x"}}        | invalid value of sizes.a
          {"other":1}                | unknown field "other"
          {"parts":[{"name":""}]}    | a part without a name
          {"parts":[{}]}             | invalid value of parts[0]
          """)
  void isSaidInTheWriterOfTheFilesWords(String text, String reason) {
    JsonProcessingException flaw =
        catchThrowableOfType(
            JsonProcessingException.class, () -> new ObjectMapper().readValue(text, Form.class));
    assertThat(JsonFlaw.of(flaw)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"1001, ", "900, x"})
  void depthIsLimited(int depth, String fine) {
    JsonProcessingException flaw =
        catchThrowableOfType(
            JsonProcessingException.class, () -> new ObjectMapper().readTree("[".repeat(depth)));
    assertThat(JsonFlaw.of(flaw))
        .startsWith(fine == null ? "too deep, or too long a value" : "unexpected end");
  }
}
