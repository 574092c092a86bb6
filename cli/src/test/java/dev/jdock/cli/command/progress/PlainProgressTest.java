package dev.jdock.cli.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildProgress.Warning;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
  private static final Vertex FROM = new Vertex(1, "[1/2] FROM a");
  private static final Vertex RUN = new Vertex(2, "[2/2] RUN make");

  private static final String HEAD =
      "#0 building with \"default\" instance using docker driver\n\n";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PlainProgress progress =
      new PlainProgress(
          new PrintStream(bytes, true, StandardCharsets.UTF_8), ProgressDisplay.BUILDING);

  @AfterEach
  void close() {
    progress.close();
  }

  private void output(Vertex vertex, String text) {
    byte[] chunk = text.getBytes(StandardCharsets.UTF_8);
    progress.output(vertex, false, chunk, chunk.length);
  }

  /** What was printed, without the times. */
  private String shown() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replace(HEAD, "")
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
  void stepsOfOneTimeSpeakOneAfterTheOther() {
    progress.started(FROM);
    output(FROM, "a\n");
    progress.started(RUN);
    output(RUN, "b\n");
    output(FROM, "c\n");
    progress.finished(FROM, null);
    output(RUN, "d\n");
    assertThat(shown())
        .isEqualTo(
            """
            #1 [1/2] FROM a
            #1 T a
            #1 T c
            #1 DONE T

            #2 [2/2] RUN make
            #2 T b
            #2 T d
            """);
  }

  @Test
  void aStepThatEndsInterruptsTheOneThatSpeaks() {
    progress.started(FROM);
    output(FROM, "a\n");
    output(RUN, "b\n");
    progress.finished(RUN, null);
    progress.finished(FROM, null);
    assertThat(shown())
        .isEqualTo(
            """
            #1 [1/2] FROM a
            #1 T a
            #1 ...

            #2 [2/2] RUN make
            #2 T b
            #2 DONE T

            #1 [1/2] FROM a
            #1 DONE T
            """);
  }

  @Test
  void aFailureRepeatsTheLastTenLinesWithTheirTimes() {
    output(RUN, IntStream.rangeClosed(1, 30).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    progress.finished(RUN, "exit code: 1");
    bytes.reset();
    progress.failed();
    assertThat(bytes.toString(StandardCharsets.UTF_8).replaceAll("(?m)^\\d+\\.\\d{3} ", "T "))
        .startsWith("------\n > [2/2] RUN make:\nT 21\nT 22\n")
        .endsWith("\nT 30\n------\n");
  }

  @Test
  void whatIsCutOffHasNotFailed() {
    progress.started(RUN);
    output(RUN, "half\n");
    progress.finished(RUN, "CANCELED");
    assertThat(shown()).endsWith("#1 T half\n#1 CANCELED\n");
    bytes.reset();
    progress.failed();
    assertThat(bytes.size()).isZero();
  }

  @Test
  void onlyTheLastStateOfALineThatWasDrawnOverIsShown() {
    output(RUN, "10%\r50%\r100%\n");
    assertThat(shown()).isEqualTo("#1 [2/2] RUN make\n#1 T 100%\n");
  }

  @Test
  void partsOfAStepAreLines() {
    Vertex export = new Vertex(3, "exporting to image");
    progress.started(export);
    progress.part(export, "naming to docker.io/library/x:1");
    assertThat(shown())
        .isEqualTo("#1 exporting to image\n#1 naming to docker.io/library/x:1 done\n");
  }

  @Test
  void warningsAreCountedInTheEnd() {
    progress.warning(Warning.of("Rule: one (line 1)"));
    assertThat(shown()).isEmpty();
    progress.done();
    assertThat(shown())
        .isEqualTo(
            "\n \u001b[33m1 warning found (use --check to expand):\n\u001b[0m"
                + " - Rule: one (line 1)\n");
  }

  @Test
  void theSummarySaysWhatWasCached() {
    progress.started(FROM);
    progress.cached(FROM);
    progress.finished(FROM, null);
    progress.started(RUN);
    progress.finished(RUN, null);
    progress.done();
    assertThat(shown()).endsWith("#2 DONE T\n\n1 of 2 steps cached\n");
  }
}
