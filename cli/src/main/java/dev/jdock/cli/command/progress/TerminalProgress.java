package dev.jdock.cli.command.progress;

import dev.jdock.cli.command.progress.ProgressColors.Kind;
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
 * the running steps print. Where the terminal is too low for all of it, finished steps give way to
 * those that run.
 */
final class TerminalProgress implements ProgressDisplay {
  private static final long REDRAW_MILLISECONDS = 120;
  private static final int OUTPUT_LINES = 6;
  private static final int LEAST_WIDTH = 24;
  private static final String BUILDER = "docker:default";
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";

  private final PrintStream err;
  private final Supplier<Terminal.Size> size;
  private final ProgressColors colors;
  private final int outputLines;
  private final Map<Integer, StepLog> steps = new TreeMap<>();
  private final Warnings warnings = new Warnings();
  private final long started = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("build-progress").factory());
  private int drawn;
  private boolean over;
  private boolean suspended;

  /**
   * @param environment the user's: colours, and {@code BUILDKIT_TTY_LOG_LINES}
   */
  TerminalProgress(PrintStream err, Supplier<Terminal.Size> size, Map<String, String> environment) {
    this.err = err;
    this.size = size;
    this.colors = new ProgressColors(environment);
    this.outputLines = outputLines(environment.getOrDefault("BUILDKIT_TTY_LOG_LINES", ""));
    var _ =
        clock.scheduleAtFixedRate(
            this::redraw, REDRAW_MILLISECONDS, REDRAW_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  private static int outputLines(String given) {
    return given.matches("0*[1-9]\\d{0,3}") ? Integer.parseInt(given) : OUTPUT_LINES;
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
    warnings.add(warning);
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
    draw(lines(Math.max(LEAST_WIDTH, now.columns()), Math.max(4, now.rows() - 2)));
  }

  /** Overwrites what was drawn before; every line is cut to fit, so that none takes two rows. */
  private void draw(List<String> lines) {
    StringBuilder frame = new StringBuilder(HIDE_CURSOR);
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    for (String line : lines) {
      frame.append("\r\u001b[2K").append(line).append('\n');
    }
    frame.append("\u001b[J").append(SHOW_CURSOR);
    err.print(frame);
    err.flush();
    drawn = lines.size();
  }

  private List<String> lines(int columns, int most) {
    List<List<String>> finished = new ArrayList<>();
    List<List<String>> all = new ArrayList<>();
    for (StepLog step : steps.values()) {
      List<String> lines = lines(step, columns);
      all.add(lines);
      if (step.finished()) {
        finished.add(lines);
      }
    }
    int surplus = all.stream().mapToInt(List::size).sum() - (most - 1);
    // The oldest that are over go first: a step that runs is of more interest.
    for (int i = 0; surplus > 0 && i < finished.size(); i++) {
      surplus -= finished.get(i).size();
      finished.get(i).clear();
    }
    List<String> rest = all.stream().flatMap(List::stream).toList();
    List<String> shown = new ArrayList<>();
    shown.add(aligned(cut(summary(), columns - BUILDER.length() - 2), BUILDER, columns));
    shown.addAll(rest.subList(Math.max(0, rest.size() - (most - 1)), rest.size()));
    return shown;
  }

  private List<String> lines(StepLog step, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add(line(step, columns));
    for (String part : step.parts()) {
      lines.add(colors.apply(Kind.RUN, timed(" => => " + printable(part), 0, columns)));
    }
    if (!step.finished()) {
      for (String output : step.lastLines(outputLines)) {
        lines.add(colors.faint(cut(" => => # " + printable(output), columns)));
      }
    }
    return lines;
  }

  private String summary() {
    long finished = steps.values().stream().filter(StepLog::finished).count();
    String state = over && finished == steps.size() ? " FINISHED" : "";
    return "[+] Building %s (%d/%d)%s"
        .formatted(
            ProgressDisplay.seconds(System.nanoTime() - started), finished, steps.size(), state);
  }

  private String line(StepLog step, int columns) {
    String name = printable(step.vertex().name());
    Kind kind = step.canceled() ? Kind.CANCEL : step.error() != null ? Kind.ERROR : Kind.RUN;
    String state =
        switch (kind) {
          case CANCEL -> "CANCELED ";
          case ERROR -> "ERROR ";
          case RUN, WARNING -> step.cached() ? "CACHED " : "";
        };
    String line = timed(" => " + state + name, step.cached() ? 0 : step.nanoseconds(), columns);
    return step.finished() ? colors.apply(kind, line) : line;
  }

  private static String timed(String text, long nanoseconds, int columns) {
    String time = String.format(Locale.ROOT, "%3.1fs", nanoseconds / 1e9);
    return aligned(cut(text, columns - time.length() - 3), time, columns);
  }

  /** Both at their ends of a line, which stays one short of the terminal's edge. */
  private static String aligned(String left, String right, int columns) {
    int blanks = columns - 1 - left.codePointCount(0, left.length()) - right.length();
    return left + " ".repeat(Math.max(1, blanks)) + right;
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
    BuildSummary.print(err, steps.values());
  }

  @Override
  public synchronized void failed() {
    finish();
  }

  /** The last drawing has every step, however many rows that takes. */
  private void finish() {
    if (over) {
      return;
    }
    over = true;
    draw(lines(Math.max(LEAST_WIDTH, size.get().columns()), Integer.MAX_VALUE));
    steps.values().forEach(step -> step.printAgain(err, Integer.MAX_VALUE));
    warnings.print(err);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      over = true;
    }
  }
}
