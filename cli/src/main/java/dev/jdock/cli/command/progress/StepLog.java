package dev.jdock.cli.command.progress;

import dev.jdock.image.build.BuildProgress.Vertex;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One step of a build: its time, and its output cut into lines. Not safe for several threads. */
final class StepLog {
  /** Characters of a step that are kept to be shown again when it fails. */
  private static final int MOST_KEPT = 1 << 20;

  private static final String CANCELED = "CANCELED";

  /**
   * A line of output.
   *
   * @param nanoseconds since the step began
   */
  record Line(long nanoseconds, String text) {
    /** With the time in front: three digits behind the point, and fewer when it gets long. */
    @Override
    public String toString() {
      double seconds = nanoseconds / 1e9;
      int digits = seconds < 10 ? 3 : seconds < 100 ? 2 : 1;
      return String.format(Locale.ROOT, "%." + digits + "f %s", seconds, text);
    }
  }

  private final Vertex vertex;
  private final long started = System.nanoTime();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final Deque<Line> lastLines = new ArrayDeque<>();
  private final List<String> parts = new ArrayList<>();
  private int kept;
  private long ended;
  private boolean cached;
  private boolean finished;
  private @Nullable String error;

  StepLog(Vertex vertex) {
    this.vertex = vertex;
  }

  Vertex vertex() {
    return vertex;
  }

  /** Since it was started, until now or its end. */
  long nanoseconds() {
    return (finished ? ended : System.nanoTime()) - started;
  }

  /** When it ended, to be compared with other steps of this process only. */
  long ended() {
    return ended;
  }

  /** Takes output in, and returns the lines that are complete now. */
  List<Line> add(byte[] bytes, int length) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        partial.write(bytes, start, i - start);
        lines.add(takePartial());
        start = i + 1;
      }
    }
    partial.write(bytes, start, length - start);
    return lines;
  }

  /** The last line when it had no end. */
  List<Line> rest() {
    return partial.size() == 0 ? List.of() : List.of(takePartial());
  }

  private Line takePartial() {
    String text = partial.toString(StandardCharsets.UTF_8);
    partial.reset();
    String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    // Of a line that was drawn over, only the last state is of interest.
    Line shown = new Line(nanoseconds(), line.substring(line.lastIndexOf('\r') + 1));
    lastLines.addLast(shown);
    kept += shown.text().length() + 1;
    while (kept > MOST_KEPT && lastLines.size() > 1) {
      kept -= lastLines.removeFirst().text().length() + 1;
    }
    return shown;
  }

  List<String> lastLines(int count) {
    return lastLines.stream().skip(Math.max(0, lastLines.size() - count)).map(Line::text).toList();
  }

  void addPart(String text) {
    parts.add(text);
  }

  /** What of the step is done. */
  List<String> parts() {
    return parts;
  }

  void markCached() {
    cached = true;
  }

  boolean cached() {
    return cached;
  }

  void finish(@Nullable String message) {
    ended = System.nanoTime();
    finished = true;
    error = message;
  }

  boolean finished() {
    return finished;
  }

  /** Why it failed; null when it did not, or was only cut off. */
  @Nullable String error() {
    return canceled() ? null : error;
  }

  boolean canceled() {
    return CANCELED.equals(error);
  }

  /**
   * What a failed step printed, between rules, as BuildKit shows it at the end.
   *
   * @param most lines, the last ones
   */
  void printAgain(PrintStream out, int most) {
    if (error() == null) {
      return;
    }
    out.println("------\n > " + vertex.name() + ":");
    lastLines.stream().skip(Math.max(0, lastLines.size() - most)).forEach(out::println);
    out.println("------");
  }
}
