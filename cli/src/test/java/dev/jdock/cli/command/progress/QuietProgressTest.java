package dev.jdock.cli.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildProgress.Warning;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuietProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final QuietProgress progress =
      new QuietProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void showsNothingOfWhatSucceedsAndOnlyTheFailedStepInTheEnd() {
    Vertex good = new Vertex(1, "good");
    Vertex bad = new Vertex(2, "bad");
    byte[] output = "text".getBytes(StandardCharsets.UTF_8);
    for (Vertex vertex : new Vertex[] {good, bad}) {
      progress.started(vertex);
      progress.output(vertex, false, output, output.length);
    }
    progress.warning(Warning.of("unused"));
    progress.finished(good, null);
    progress.finished(bad, "exit code: 1");
    progress.done();
    assertThat(bytes.size()).isZero();
    progress.failed();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .matches("------\\n > bad:\\n\\d+\\.\\d{3} text\\n------\\n");
  }
}
