package dev.jdock.cli.command.build;

import dev.jdock.cli.terminal.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Redraws a few lines of a terminal: a summary, each step with its time, and the last lines of what
 * the running steps print.
 */
final class TerminalProgress implements ProgressDisplay {
  private static final long REDRAW_MILLISECONDS = 120;
  private static final int OUTPUT_LINES = 6;
  private static final int TIME_WIDTH = 8;

  private final PrintStream err;
  private final Supplier<Terminal.Size> size;
  private final Map<Integer, StepLog> steps = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final long started = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("build-progress").factory());
  private int drawn;
  private boolean over;
  private boolean suspended;

  TerminalProgress(PrintStream err, Supplier<Terminal.Size> size) {
    this.err = err;
    this.size = size;
    var _ =
        clock.scheduleAtFixedRate(
            this::redraw, REDRAW_MILLISECONDS, REDRAW_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void started(Vertex vertex) {
    step(vertex);
  }

  @Override
  public synchronized void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    step(vertex).add(bytes, length);
  }

  @Override
  public synchronized void part(Vertex vertex, String text) {
    step(vertex).addPart(text);
  }

  @Override
  public synchronized void cached(Vertex vertex) {
    step(vertex).markCached();
  }

  @Override
  public synchronized void finished(Vertex vertex, @Nullable String error) {
    StepLog step = step(vertex);
    step.rest();
    step.finish(error);
  }

  @Override
  public synchronized void warning(Warning warning) {
    warnings.add(warning.line());
  }

  private StepLog step(Vertex vertex) {
    return steps.computeIfAbsent(vertex.number(), n -> new StepLog(vertex));
  }

  @Override
  public synchronized void suspend() {
    redraw();
    suspended = true;
  }

  /** What was drawn before has scrolled away. */
  @Override
  public synchronized void resume() {
    suspended = false;
    drawn = 0;
  }

  private synchronized void redraw() {
    if (over || suspended) {
      return;
    }
    Terminal.Size now = size.get();
    draw(lines(now.columns(), Math.max(4, now.rows() - 2)));
  }

  /** Overwrites what was drawn before; every line is cut to fit, so that none takes two rows. */
  private void draw(List<String> lines) {
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    for (String line : lines) {
      frame.append("\r\u001b[2K").append(line).append('\n');
    }
    frame.append("\u001b[J");
    err.print(frame);
    err.flush();
    drawn = lines.size();
  }

  private List<String> lines(int columns, int most) {
    List<String> lines = new ArrayList<>();
    for (StepLog step : steps.values()) {
      lines.add(line(step, columns));
      step.parts().forEach(part -> lines.add(cut(" => => " + printable(part), columns)));
      if (!step.finished()) {
        for (String output : step.lastLines(OUTPUT_LINES)) {
          lines.add(cut(" => => # " + printable(output), columns));
        }
      }
    }
    int hidden = Math.max(0, lines.size() - (most - 1));
    List<String> shown = new ArrayList<>();
    shown.add(cut(summary(), columns));
    shown.addAll(lines.subList(hidden, lines.size()));
    return shown;
  }

  private String summary() {
    long finished = steps.values().stream().filter(StepLog::finished).count();
    boolean failed = steps.values().stream().anyMatch(step -> step.error() != null);
    String state = over && !failed ? " FINISHED" : "";
    return "[+] Building %s (%d/%d)%s"
        .formatted(
            ProgressDisplay.seconds(System.nanoTime() - started), finished, steps.size(), state);
  }

  private static String line(StepLog step, int columns) {
    String state = step.error() != null ? " => ERROR " : step.cached() ? " => CACHED " : " => ";
    int width = Math.max(10, columns - TIME_WIDTH - 1);
    String text = cut(state + printable(step.vertex().name()), width);
    return text
        + " ".repeat(width - text.codePointCount(0, text.length()))
        + String.format(
            Locale.ROOT,
            "%" + TIME_WIDTH + "s",
            ProgressDisplay.seconds(step.cached() ? 0 : step.nanoseconds()));
  }

  /** A step's output must not move the cursor. */
  private static String printable(String text) {
    return text.replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "").replaceAll("\\p{Cntrl}", " ");
  }

  private static String cut(String text, int width) {
    return text.codePointCount(0, text.length()) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width));
  }

  @Override
  public synchronized void done() {
    finish();
  }

  @Override
  public synchronized void failed() {
    finish();
    steps.values().forEach(step -> step.printAgain(err));
  }

  /** The last drawing has every step, however many rows that takes. */
  private void finish() {
    if (over) {
      return;
    }
    over = true;
    draw(lines(size.get().columns(), Integer.MAX_VALUE));
    warnings.forEach(warning -> err.println("WARN: " + warning));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      over = true;
    }
  }
}
