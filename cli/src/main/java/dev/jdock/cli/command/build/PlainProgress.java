package dev.jdock.cli.command.build;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Line by line, in BuildKit's form: {@code #5 [2/3] RUN make}, {@code #5 0.123 text}. */
final class PlainProgress implements ProgressDisplay {
  private final PrintStream err;
  private final Map<Integer, StepLog> steps = new TreeMap<>();

  /** The step that the last line belongs to. */
  private @Nullable StepLog current;

  PlainProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void started(Vertex vertex) {
    switchTo(step(vertex));
  }

  @Override
  public synchronized void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    StepLog step = step(vertex);
    for (String line : step.add(bytes, length)) {
      print(step, line);
    }
  }

  @Override
  public synchronized void part(Vertex vertex, String text) {
    StepLog step = step(vertex);
    switchTo(step);
    err.println(prefix(step) + text + " done");
  }

  @Override
  public synchronized void cached(Vertex vertex) {
    StepLog step = step(vertex);
    step.markCached();
  }

  @Override
  public synchronized void finished(Vertex vertex, @Nullable String error) {
    StepLog step = step(vertex);
    if (step.finished()) {
      return;
    }
    step.rest().forEach(line -> print(step, line));
    step.finish(error);
    String ending =
        error != null
            ? "ERROR: " + error
            : step.cached() ? "CACHED" : "DONE " + ProgressDisplay.seconds(step.nanoseconds());
    switchTo(step);
    err.println(prefix(step) + ending);
  }

  @Override
  public synchronized void warning(Warning warning) {
    err.println("WARN: " + warning.line());
  }

  private StepLog step(Vertex vertex) {
    return steps.computeIfAbsent(vertex.number(), n -> new StepLog(vertex));
  }

  private void print(StepLog step, String line) {
    switchTo(step);
    err.println(
        prefix(step) + String.format(Locale.ROOT, "%.3f ", step.nanoseconds() / 1e9) + line);
  }

  /** Lines of a step stand together under its name, which is repeated after an interruption. */
  private void switchTo(StepLog step) {
    StepLog previous = current;
    if (previous == step) {
      return;
    }
    if (previous != null) {
      if (!previous.finished()) {
        err.println(prefix(previous) + "...");
      }
      err.println();
    }
    current = step;
    err.println(prefix(step) + step.vertex().name());
  }

  private static String prefix(StepLog step) {
    return "#" + step.vertex().number() + " ";
  }

  @Override
  public void done() {}

  @Override
  public synchronized void failed() {
    steps.values().forEach(step -> step.printAgain(err));
  }

  @Override
  public void close() {}
}
