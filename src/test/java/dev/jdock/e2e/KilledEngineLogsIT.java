package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Logs are whole, whenever the engine is killed: no line is lost, doubled, torn or out of order.
 */
@EndToEnd
@JdockOnly("with Docker's daemon its logs' readers die")
class KilledEngineLogsIT {
  private static final int KILLS = 5;

  /** Until a file says so: as many numbered lines as the engine takes. */
  private static final String BOTH_STREAMS =
      """
      i=0
      while [ ! -e /stop ]; do
        echo "line $i"
        echo "line $i" >&2
        i=$((i+1))
      done
      """;

  private static final String LONG_LINES =
      """
      long=$(head -c 40000 /dev/zero | tr '\\0' x)
      i=0
      while [ ! -e /stop ]; do
        echo "line $i $long"
        sleep 0.01
        i=$((i+1))
      done
      """;

  private static final String ONE_LINE_IN_TWO_LIVES =
      "printf 'begun, '; while [ ! -e /stop ]; do sleep 0.1; done; echo finished";

  private final Jdock suite;

  KilledEngineLogsIT(Jdock jdock) {
    this.suite = jdock;
  }

  private static String start(Jdock jdock, String script, String... options) {
    List<String> command =
        Stream.of(
                Stream.of("run", "-d"),
                Stream.of(options),
                Stream.of(jdock.busybox(), "sh", "-c", script))
            .flatMap(each -> each)
            .toList();
    return jdock.run(command.toArray(String[]::new)).text();
  }

  private static Path log(OwnRoot root, String id) {
    return root.path().resolve("containers").resolve(id).resolve(id + "-json.log");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void awaitGrowth(Path log, long before) {
    Eventually.that(() -> "nothing is added to " + log, () -> size(log) > before);
  }

  @Test
  void everyLineIsThereOnceAndInOrder() throws IOException {
    try (OwnRoot root = OwnRoot.of(suite)) {
      Jdock jdock = root.jdock();
      List<String> loud = List.of(start(jdock, BOTH_STREAMS), start(jdock, BOTH_STREAMS));
      String longLines = start(jdock, LONG_LINES);
      String rotated =
          start(jdock, LONG_LINES, "--log-opt", "max-size=1m", "--log-opt", "max-file=1000");
      String unfinished = start(jdock, ONE_LINE_IN_TWO_LIVES);
      for (int i = 0; i < KILLS; i++) {
        awaitGrowth(log(root, loud.getFirst()), size(log(root, loud.getFirst())));
        awaitGrowth(log(root, longLines), size(log(root, longLines)));
        jdock.killEngine();
        jdock.run("ps").ok();
      }
      for (String id : List.of(loud.get(0), loud.get(1), longLines, rotated, unfinished)) {
        // Detached: the container may end with the file, and takes what made it along.
        jdock.run("exec", "-d", id, "touch", "/stop").ok();
      }
      for (String id : List.of(loud.get(0), loud.get(1), longLines, rotated, unfinished)) {
        jdock.run("wait", id).ok();
      }
      for (String id : loud) {
        assertThat(lines(Files.lines(log(root, id)))).hasSize(2);
      }
      assertThat(lines(Files.lines(log(root, longLines)))).containsOnlyKeys("stdout");
      assertThat(numbered(jdock.run("logs", rotated).ok().out().lines())).isPositive();
      assertThat(jdock.run("logs", unfinished).ok().out()).isEqualTo("begun, finished\n");
      assertThat(Files.readAllLines(log(root, unfinished))).hasSize(1);
    }
  }

  /** How many lines each stream has; parts of long ones are put together. */
  private static Map<String, Integer> lines(Stream<String> entries) {
    Map<String, Integer> next = new HashMap<>();
    Map<String, String> begun = new HashMap<>();
    try (entries) {
      entries.forEach(entry -> {
        int end = entry.indexOf("\",\"stream\":\"std");
        assertThat(entry).startsWith("{\"log\":\"").endsWith("Z\"}");
        assertThat(end).as(entry).isPositive();
        String stream = entry.substring(end + 12, end + 18);
        String line = begun.merge(stream, entry.substring(8, end), String::concat);
        if (line.endsWith("\\n")) {
          int number = next.merge(stream, 1, Integer::sum) - 1;
          requireLine(line.substring(0, line.length() - 2), number);
          begun.remove(stream);
        }
      });
    }
    assertThat(begun).isEmpty();
    return next;
  }

  private static long numbered(Stream<String> lines) {
    List<String> all = lines.toList();
    for (int i = 0; i < all.size(); i++) {
      requireLine(all.get(i), i);
    }
    return all.size();
  }

  private static void requireLine(String line, int number) {
    String wanted = "line " + number;
    boolean right =
        line.equals(wanted)
            || line.startsWith(wanted + " ") && line.length() == wanted.length() + 40_001;
    if (!right) {
      throw new AssertionError(
          "instead of line %d: %s"
              .formatted(number, line.substring(0, Math.min(60, line.length()))));
    }
  }

  /** What the former engine had taken is in the log, though no engine saw the container's end. */
  @Test
  void logOfAContainerThatEndsWithoutAnEngineIsCompleted() throws IOException {
    try (OwnRoot root = OwnRoot.of(suite)) {
      Jdock jdock = root.jdock();
      String id = start(jdock, "echo whole; printf unfinished; sleep 600");
      jdock.awaitLog(id, "whole");
      String pid = jdock.format(id, "{{.State.Pid}}");
      jdock.killEngine();
      Host.run("kill", "-s", "KILL", pid).ok();
      assertThat(jdock.run("logs", id).ok().out()).isEqualTo("whole\nunfinished");
    }
  }
}
