package dev.jdock.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {
  private static final int LARGE = 60_000;

  private static Dockerfile parse(String text) {
    return Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLineHas65535BytesAtMost() {
    String longest = "FROM debian\nRUN " + "ü".repeat(32_765) + "x";
    assertThat(parse(longest + "\n").stages()).hasSize(1);
    assertThatThrownBy(() -> parse(longest + "x\n"))
        .isInstanceOf(DockerfileException.class)
        .hasMessage("failed to solve: dockerfile line greater than max allowed size of 65535");
    assertThatThrownBy(() -> parse("FROM debian\nRUN <<EOF\n" + "x".repeat(65_536) + "\nEOF\n"))
        .isInstanceOf(DockerfileException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker/dockerfile",
        "docker/dockerfile:1",
        "docker/dockerfile:1.7.1",
        "docker/dockerfile:1-labs",
        "docker/dockerfile:labs",
        "docker/dockerfile:1.3.0-rc2-labs",
        "docker/dockerfile:experimental",
        "docker/dockerfile-upstream:master-labs",
        "docker.io/docker/dockerfile:latest"
      })
  void frontendsOfDockerAreBuiltIn(String frontend) {
    assertThat(parse("# syntax=" + frontend + "\nFROM debian\n").stages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker/dockerfile:2",
        "docker/dockerfile:1.x",
        "docker/dockerfiles",
        "example.org/docker/dockerfile:1",
        "dockerfile"
      })
  void otherFrontendsAreRefusedByName(String frontend) {
    assertThatThrownBy(() -> parse("# syntax=" + frontend + " ignored\nFROM debian\n"))
        .isInstanceOf(DockerfileException.class)
        .hasMessage(
            "failed to solve: the frontend "
                + frontend
                + " is not supported, docker/dockerfile:1 is built in");
  }

  /** Each of these takes minutes where a pattern goes back for each of its characters. */
  @Test
  @Timeout(120)
  void textsThatNearlyMatchAreReadInTheTimeOfOthers() {
    String blanks = " ".repeat(LARGE);
    var file = new StringBuilder("# syntax=docker/dockerfile:1" + blanks + "x\n");
    file.append("# check=skip=all").append(blanks).append("x\nFROM debian\n");
    for (int i = 0; i < 50; i++) {
      file.append("RUN echo ").append("\r".repeat(LARGE)).append("x\n");
      file.append("RUN <<").append(blanks).append("<\n");
      file.append("RUN ").append("9".repeat(LARGE)).append("<\n");
      file.append("RUN echo ").append("\\ ".repeat(LARGE / 2)).append("x\n");
    }
    assertThat(parse(file.toString()).stages()).hasSize(1);
  }

  @Test
  @Timeout(120)
  void aDocumentOfManyLinesIsReadOnce() {
    String text = "\t\t\r\r\n".repeat(200_000);
    assertThat(parse("FROM debian\nCOPY <<-EOF /x\n" + text + "\tEOF\n").stages()).hasSize(1);
    assertThatThrownBy(() -> parse("FROM debian\n" + "RUN <<EOF\n".repeat(100_000)))
        .isInstanceOf(DockerfileException.class)
        .hasMessage("failed to solve: unterminated heredoc");
  }

  @Test
  void frontendOfTheCallerComesBeforeTheFiles() {
    byte[] file = "# syntax=example.org/other\nFROM scratch".getBytes(StandardCharsets.UTF_8);
    assertThat(
            Dockerfile.parse("Dockerfile", file, "docker/dockerfile:1.9 extra", Dockerfile.NOBODY)
                .stages())
        .hasSize(1);
    assertThatThrownBy(
            () -> Dockerfile.parse("Dockerfile", file, "example.org/front", Dockerfile.NOBODY))
        .hasMessageContaining("the frontend example.org/front is not supported");
  }

  @Test
  void slashesNameNoFrontendBelowTheFirstLines() {
    assertThatThrownBy(() -> parse("FROM scratch\n// syntax=example.org/other"))
        .hasMessageContaining("unknown instruction: //");
  }
}
