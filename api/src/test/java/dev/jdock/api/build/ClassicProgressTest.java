package dev.jdock.api.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildProgress.Warning;
import dev.jdock.image.build.InstructionProgress.Planned;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassicProgressTest {
  private static final Vertex ONE = new Vertex(1, "[1/2] RUN one");
  private static final Vertex TWO = new Vertex(2, "[2/2] RUN two");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ClassicProgress progress =
      new ClassicProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  private void output(Vertex vertex, boolean standardError, String text) {
    byte[] chunk = text.getBytes(StandardCharsets.UTF_8);
    progress.output(vertex, standardError, chunk, chunk.length);
  }

  private String shown() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replaceAll("(?s) in ([0-9a-f]{12})\n(.*?) container \\1\n", " in X\n$2 container X\n");
  }

  @Test
  void instructionsStandInTheOrderOfTheDockerfile() {
    progress.planned(
        List.of(
            new Planned("ARG x", false, ""),
            new Planned("FROM scratch", false, ""),
            new Planned("RUN one", false, ONE.name()),
            new Planned("RUN two", false, TWO.name())));
    progress.reached(null, false);
    progress.reached("", false);
    output(TWO, false, "later\n");
    output(ONE, false, "now\n");
    output(ONE, true, "bad\n");
    progress.reached("sha256:0123456789abcdef", false);
    progress.reached("sha256:fedcba9876543210", true);
    assertThat(shown())
        .isEqualTo(
            """
            Step 1/4 : ARG x
            Step 2/4 : FROM scratch
             --->\s
            Step 3/4 : RUN one
             ---> Running in X
            now
            \u001b[91mbad
            \u001b[0m ---> Removed intermediate container X
             ---> 0123456789ab
            Step 4/4 : RUN two
             ---> Running in X
            later
             ---> Removed intermediate container X
             ---> fedcba987654
            """);
  }

  @Test
  void triggersAreCountedByThemselves() {
    progress.planned(
        List.of(
            new Planned("FROM a", false, ""),
            new Planned("RUN one", true, ONE.name()),
            new Planned("RUN two", true, TWO.name()),
            new Planned("CMD x", false, "")));
    progress.cached(TWO);
    for (String id : List.of("1", "2", "3", "4")) {
      progress.reached(id, false);
    }
    assertThat(shown())
        .isEqualTo(
            """
            Step 1/2 : FROM a
             ---> 1
            # Executing 2 build triggers
             ---> Running in X
             ---> Removed intermediate container X
             ---> 2
             ---> Using cache
             ---> 3
            Step 2/2 : CMD x
             ---> Running in X
             ---> Removed intermediate container X
             ---> 4
            """);
  }

  @Test
  void onlyArgumentsThatNobodyTookAreWarnedOf() {
    progress.warning(Warning.of("[Warning] unused"));
    progress.warning(
        new Warning(
            "FromAsCasing: x",
            "",
            "",
            new SourceText("Dockerfile", "FROM x as y"),
            new SourceRange(1, 1)));
    progress.done();
    assertThat(shown()).isEqualTo("[Warning] unused\n");
  }
}
