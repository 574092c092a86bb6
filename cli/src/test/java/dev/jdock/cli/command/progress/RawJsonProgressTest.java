package dev.jdock.cli.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildProgress.Warning;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawJsonProgressTest {
  private static final Vertex RUN = new Vertex(2, "[2/2] RUN a >b");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final RawJsonProgress progress =
      new RawJsonProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : bytes.toString(StandardCharsets.UTF_8).lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }

  @Test
  void aStepIsToldWhenItBeginsAndWhenItEnds() throws IOException {
    progress.started(RUN);
    progress.cached(RUN);
    progress.finished(RUN, null);
    JsonNode began = events().getFirst().at("/vertexes/0");
    JsonNode ended = events().getLast().at("/vertexes/0");
    assertThat(began.path("name").textValue()).isEqualTo("[2/2] RUN a >b");
    assertThat(began.has("completed")).isFalse();
    assertThat(ended.path("digest")).isEqualTo(began.path("digest"));
    assertThat(ended.path("started")).isEqualTo(began.path("started"));
    assertThat(ended.path("completed").isTextual()).isTrue();
    assertThat(ended.path("cached").booleanValue()).isTrue();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("RUN a \\u003eb");
  }

  @Test
  void outputIsBase64OfItsStream() throws IOException {
    progress.output(RUN, true, "hi\n??".getBytes(StandardCharsets.UTF_8), 3);
    JsonNode log = events().getLast().at("/logs/0");
    assertThat(log.path("stream").intValue()).isEqualTo(2);
    assertThat(log.path("data").textValue()).isEqualTo("aGkK");
  }

  @Test
  void aWarningHasItsPlace() throws IOException {
    progress.started(RUN);
    progress.warning(
        new Warning(
            "line",
            "detail",
            "url",
            new SourceText("Dockerfile", "FROM x\n"),
            new SourceRange(1, 2)));
    JsonNode warning = events().getLast().at("/warnings/0");
    assertThat(warning.path("short").textValue()).isEqualTo("bGluZQ==");
    assertThat(warning.at("/detail/0").textValue()).isEqualTo("ZGV0YWls");
    assertThat(warning.at("/sourceInfo/filename").textValue()).isEqualTo("Dockerfile");
    assertThat(warning.at("/range/1/start/line").intValue()).isEqualTo(2);
  }

  @Test
  void aFailureSaysWhy() throws IOException {
    progress.started(RUN);
    progress.finished(RUN, "exit code: 1");
    assertThat(events().getLast().at("/vertexes/0/error").textValue()).isEqualTo("exit code: 1");
  }
}
