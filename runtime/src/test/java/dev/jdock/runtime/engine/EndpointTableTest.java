package dev.jdock.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of endpoints in docs/architecture.md names methods that there are. */
class EndpointTableTest {
  private static final Path DOCUMENT = Path.of("../docs/architecture.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `((?:GET|HEAD|POST|PUT|DELETE) /[^`]*)` \\| (.*) \\| (.+) \\|");

  /** What a front end does without the engine. */
  private static final Set<String> OF_THE_FRONT_END = Set.of("POST /session");

  private record Row(String endpoint, List<String> methods) {}

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> new Row(row.group(1), methods(row.group(2))))
        .toList();
  }

  private static List<String> methods(String cell) {
    return cell.equals("none")
        ? List.of()
        : Arrays.stream(cell.split(", ", -1)).map(each -> each.replace("`", "")).toList();
  }

  private static Stream<Row> rowsWithMethods() throws IOException {
    return rows().stream().filter(row -> !OF_THE_FRONT_END.contains(row.endpoint()));
  }

  @Test
  void everyEndpointIsInTheTableOnce() throws IOException {
    assertThat(rows()).extracting(Row::endpoint).containsExactlyElementsOf(published());
  }

  private static List<String> published() throws IOException {
    try (InputStream in =
        EndpointTableTest.class.getResourceAsStream("/engine-api/endpoints.tsv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.replace('\t', ' '))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rowsWithMethods")
  void everyMethodIsOneOfTheEngine(Row row) {
    Set<String> there =
        Arrays.stream(Engine.class.getMethods())
            .map(Method::getReturnType)
            .flatMap(part ->
                Arrays.stream(part.getMethods())
                    .map(method -> part.getSimpleName() + "." + method.getName()))
            .collect(Collectors.toSet());
    assertThat(row.methods()).isNotEmpty().isSubsetOf(there);
  }
}
