package dev.jdock.cli.command.progress;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Line by line, in BuildKit's form: {@code #5 [2/3] RUN make}, {@code #5 0.123 text}. Of steps that
 * run at the same time one speaks; the lines of the others wait until it has ended, or has said
 * nothing for a while.
 */
final class PlainProgress implements ProgressDisplay {
  /** How long a step may be silent while another has something to say. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long LOOK_MILLISECONDS = 500;

  /** Of a failed step, as its output stands above already. */
  private static final int LINES_SHOWN_AGAIN = 10;

  private final PrintStream err;
  private final String head;
  private final Warnings warnings = new Warnings();
  private final Map<Integer, Lane> lanes = new LinkedHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("build-progress").factory());
  private @Nullable Lane current;
  private long lastSaid = System.nanoTime();
  private int numbers;

  /** A step and what it has to say. */
  private static final class Lane {
    private final StepLog step;
    private final List<String> waiting = new ArrayList<>();
    private int number;
    private boolean over;

    Lane(StepLog step) {
      this.step = step;
    }
  }

  /**
   * @param head a line before all others; empty for what is no build, and has no summary either
   */
  PlainProgress(PrintStream err, String head) {
    this.err = err;
    this.head = head;
    var _ =
        clock.scheduleAtFixedRate(
            this::look, LOOK_MILLISECONDS, LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void started(Vertex vertex) {
    lane(vertex);
    speak();
  }

  @Override
  public synchronized void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    Lane lane = lane(vertex);
    lane.step.add(bytes, length).forEach(line -> lane.waiting.add(line.toString()));
    speak();
  }

  @Override
  public synchronized void part(Vertex vertex, String text) {
    lane(vertex).waiting.add(text + " done");
    speak();
  }

  @Override
  public synchronized void cached(Vertex vertex) {
    lane(vertex).step.markCached();
  }

  @Override
  public synchronized void finished(Vertex vertex, @Nullable String error) {
    Lane lane = lane(vertex);
    StepLog step = lane.step;
    if (step.finished()) {
      return;
    }
    step.rest().forEach(line -> lane.waiting.add(line.toString()));
    step.finish(error);
    lane.waiting.add(ending(step));
    speak();
  }

  private static String ending(StepLog step) {
    if (step.canceled()) {
      return "CANCELED";
    }
    if (step.error() != null) {
      return "ERROR: " + step.error();
    }
    return step.cached() ? "CACHED" : "DONE " + ProgressDisplay.seconds(step.nanoseconds());
  }

  @Override
  public synchronized void warning(Warning warning) {
    warnings.add(warning);
  }

  private Lane lane(Vertex vertex) {
    return lanes.computeIfAbsent(vertex.number(), _ -> new Lane(new StepLog(vertex)));
  }

  private synchronized void look() {
    speak();
  }

  private void speak() {
    Lane speaker = current;
    if (speaker != null && !speaker.waiting.isEmpty()) {
      say(speaker);
    }
    lanes.values().stream()
        .filter(lane -> lane.step.finished() && !lane.over)
        .sorted(Comparator.comparingLong(lane -> lane.step.ended()))
        .forEach(this::say);
    speaker = current;
    if (speaker == null) {
      // A step that has begun is named, even if it says nothing.
      lanes.values().stream().filter(lane -> !lane.over).findFirst().ifPresent(this::say);
    } else if (System.nanoTime() - lastSaid > PATIENCE_NANOS) {
      lanes.values().stream()
          .filter(lane -> !lane.waiting.isEmpty())
          .findFirst()
          .ifPresent(this::say);
    }
  }

  /** Lines of a step stand together under its name, which is repeated after an interruption. */
  private void say(Lane lane) {
    Lane previous = current;
    boolean first = numbers == 0;
    if (first && !head.isEmpty()) {
      err.println(head);
    }
    if (lane.number == 0) {
      lane.number = ++numbers;
    }
    String prefix = "#" + lane.number + " ";
    if (previous != lane) {
      if (previous != null) {
        err.println("#" + previous.number + " ...");
      }
      if (!first || !head.isEmpty()) {
        err.println();
      }
      err.println(prefix + lane.step.vertex().name());
    }
    lane.waiting.forEach(line -> err.println(prefix + line));
    lane.waiting.clear();
    lastSaid = System.nanoTime();
    lane.over = lane.step.finished();
    current = lane.over ? null : lane;
  }

  @Override
  public synchronized void done() {
    warnings.print(err);
    if (!head.isEmpty()) {
      BuildSummary.print(err, steps());
    }
  }

  @Override
  public synchronized void failed() {
    steps().forEach(step -> step.printAgain(err, LINES_SHOWN_AGAIN));
    warnings.print(err);
  }

  private List<StepLog> steps() {
    return lanes.values().stream().map(lane -> lane.step).toList();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
