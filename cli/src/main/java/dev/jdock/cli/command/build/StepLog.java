package dev.jdock.cli.command.build;

import dev.jdock.image.build.BuildProgress.Vertex;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a build: its time, and its output cut into lines. Not safe for several threads. */
final class StepLog {
  /** Lines of a failed step that are shown again at the end. */
  private static final int KEPT = 20;

  private final Vertex vertex;
  private final long started = System.nanoTime();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final List<String> parts = new ArrayList<>();
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

  /** Takes output in, and returns the lines that are complete now. */
  List<String> add(byte[] bytes, int length) {
    List<String> lines = new ArrayList<>();
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
  List<String> rest() {
    return partial.size() == 0 ? List.of() : List.of(takePartial());
  }

  private String takePartial() {
    String text = partial.toString(StandardCharsets.UTF_8);
    partial.reset();
    String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    // Of a line that was drawn over, only the last state is of interest.
    String shown = line.substring(line.lastIndexOf('\r') + 1);
    lastLines.addLast(shown);
    if (lastLines.size() > KEPT) {
      lastLines.removeFirst();
    }
    return shown;
  }

  List<String> lastLines(int count) {
    return lastLines.stream().skip(Math.max(0, lastLines.size() - count)).toList();
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

  @Nullable String error() {
    return error;
  }

  /** What a failed step printed, between rules, as BuildKit shows it at the end. */
  void printAgain(PrintStream out) {
    if (error == null) {
      return;
    }
    out.println("------\n > " + vertex.name() + ":");
    lastLines.forEach(out::println);
    out.println("------");
  }
}
