package dev.jdock.cli.command.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.BuildProgress.Vertex;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
  private static final Vertex FROM = new Vertex(1, "[1/2] FROM a");
  private static final Vertex RUN = new Vertex(2, "[2/2] RUN make");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PlainProgress progress =
      new PlainProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  private void output(Vertex vertex, String text) {
    byte[] chunk = text.getBytes(StandardCharsets.UTF_8);
    progress.output(vertex, false, chunk, chunk.length);
  }

  /** What was printed, without the times. */
  private String shown() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replaceAll("(?m)^(#\\d+) \\d+\\.\\d{3} ", "$1 T ")
        .replaceAll("DONE \\d+\\.\\ds", "DONE T");
  }

  @Test
  void stepsFollowEachOtherWithAnEmptyLineBetween() {
    progress.started(FROM);
    progress.cached(FROM);
    progress.finished(FROM, null);
    progress.started(RUN);
    output(RUN, "one\ntwo");
    output(RUN, " parts\r\nhalf");
    progress.finished(RUN, null);
    assertThat(shown())
        .isEqualTo(
            """
            #1 [1/2] FROM a
            #1 CACHED

            #2 [2/2] RUN make
            #2 T one
            #2 T two parts
            #2 T half
            #2 DONE T
            """);
  }

  @Test
  void anInterruptedStepIsNamedAgain() {
    progress.started(FROM);
    output(FROM, "a\n");
    output(RUN, "b\n");
    output(FROM, "c\n");
    progress.finished(FROM, null);
    assertThat(shown())
        .isEqualTo(
            """
            #1 [1/2] FROM a
            #1 T a
            #1 ...

            #2 [2/2] RUN make
            #2 T b
            #2 ...

            #1 [1/2] FROM a
            #1 T c
            #1 DONE T
            """);
  }

  @Test
  void aFailureRepeatsTheLastLines() {
    output(RUN, IntStream.rangeClosed(1, 30).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    progress.finished(RUN, "exit code: 1");
    bytes.reset();
    progress.failed();
    assertThat(shown())
        .startsWith("------\n > [2/2] RUN make:\n11\n12\n")
        .endsWith("\n30\n------\n");
  }

  @Test
  void onlyTheLastStateOfALineThatWasDrawnOverIsShown() {
    output(RUN, "10%\r50%\r100%\n");
    assertThat(shown()).isEqualTo("#2 [2/2] RUN make\n#2 T 100%\n");
  }

  @Test
  void partsOfAStepAreLines() {
    Vertex export = new Vertex(3, "exporting to image");
    progress.started(export);
    progress.part(export, "naming to docker.io/library/x:1");
    assertThat(shown())
        .isEqualTo("#3 exporting to image\n#3 naming to docker.io/library/x:1 done\n");
  }

  @Test
  void warningsAreMarked() {
    progress.warning("unused");
    assertThat(shown()).isEqualTo("WARN: unused\n");
  }
}
