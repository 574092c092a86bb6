package dev.jdock.runtime.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every template of templates.txt gives what Docker's client gave for the same document, which it
 * had as bare JSON.
 */
class GoldenTemplatesTest {

  static Stream<Arguments> templates() {
    List<Arguments> cases = new ArrayList<>();
    for (String block : resource("templates.txt").split("\n\n", -1)) {
      String[] lines = block.replaceAll("\\n+$", "").split("\n", -1);
      if (!lines[0].startsWith("# ")) {
        cases.add(Arguments.of(lines[0].replace('⏎', '\n'), lines[1].replace('⏎', '\n')));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void rendersAsDocker(String template, String expected) throws IOException {
    JsonNode document = new ObjectMapper().readTree(resource("templates.json"));
    assertThat(render(template, document)).isEqualTo(expected);
  }

  private static String render(String template, JsonNode document) {
    try {
      return "= " + GoTemplate.parse(template).missingKeyFails().render(document);
    } catch (TemplateException e) {
      return "! template parsing error: " + e.getMessage();
    }
  }

  private static String resource(String name) {
    try (InputStream in = GoldenTemplatesTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
