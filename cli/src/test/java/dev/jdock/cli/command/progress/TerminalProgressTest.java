package dev.jdock.cli.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.terminal.Terminal;
import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildProgress.Warning;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private static final Vertex FROM = new Vertex(1, "[1/2] FROM a");
  private static final Vertex RUN = new Vertex(2, "[2/2] RUN make");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TerminalProgress progress =
      new TerminalProgress(
          new PrintStream(bytes, true, StandardCharsets.UTF_8),
          () -> new Terminal.Size(10, 60),
          Map.of("NO_COLOR", "1"));

  @AfterEach
  void close() {
    progress.close();
  }

  /** What a terminal shows in the end, times left out. */
  private List<String> screen() {
    List<String> lines = new ArrayList<>();
    int row = 0;
    for (String line : bytes.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      String rest = line.replaceAll("\r|\u001b\\[(?:J|2K|\\?25[lh]|33m|0m)", "");
      while (rest.startsWith("\u001b[")) {
        row -= Integer.parseInt(rest.substring(2, rest.indexOf('A')));
        rest = rest.substring(rest.indexOf('A') + 1);
      }
      while (lines.size() <= row) {
        lines.add("");
      }
      if (!rest.isEmpty()) {
        lines.set(
            row,
            rest.replaceAll(" +(?:\\d+\\.\\ds|docker:default)$", "")
                .replaceAll("\\d+\\.\\ds", "T")
                .replaceAll("^\\d+\\.\\d{3} ", ""));
      }
      row++;
    }
    return lines.stream().filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void theLastDrawingHasEveryStep() {
    progress.started(FROM);
    progress.cached(FROM);
    progress.finished(FROM, null);
    progress.started(RUN);
    progress.part(RUN, "making");
    progress.finished(RUN, null);
    progress.warning(Warning.of("unused"));
    progress.done();
    assertThat(screen())
        .containsExactly(
            "[+] Building T (2/2) FINISHED",
            " => CACHED [1/2] FROM a",
            " => [2/2] RUN make",
            " => => making",
            " 1 warning found (use --check to expand):",
            " - unused",
            "1 of 2 steps cached");
  }

  @Test
  void aFailureIsMarkedAndItsOutputShown() {
    byte[] output = "why\u001b[31m\n".getBytes(StandardCharsets.UTF_8);
    progress.started(RUN);
    progress.output(RUN, true, output, output.length);
    progress.finished(RUN, "exit code: 1");
    progress.failed();
    assertThat(screen())
        .startsWith("[+] Building T (1/1) FINISHED", " => ERROR [2/2] RUN make", "------")
        .endsWith(" > [2/2] RUN make:", "why\u001b[31m", "------");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    progress.started(new Vertex(1, "[1/1] RUN " + "x".repeat(100)));
    byte[] output = ("y".repeat(100) + "\n").getBytes(StandardCharsets.UTF_8);
    progress.output(new Vertex(1, ""), false, output, output.length);
    progress.done();
    assertThat(
            bytes
                .toString(StandardCharsets.UTF_8)
                .replaceAll("\u001b\\[\\??\\d*[A-Zhl]|\r", "")
                .lines())
        .allMatch(line -> line.length() <= 60)
        .anyMatch(line -> line.startsWith(" => => # yyy"));
  }
}
