package dev.jdock.cli.command.progress;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Shows nothing, except what a failing step had printed. */
final class QuietProgress implements ProgressDisplay {
  private final PrintStream err;
  private final Map<Integer, StepLog> steps = new ConcurrentSkipListMap<>();

  QuietProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void started(Vertex vertex) {
    steps.put(vertex.number(), new StepLog(vertex));
  }

  @Override
  public synchronized void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    steps.computeIfAbsent(vertex.number(), n -> new StepLog(vertex)).add(bytes, length);
  }

  @Override
  public void cached(Vertex vertex) {}

  @Override
  public synchronized void finished(Vertex vertex, @Nullable String error) {
    StepLog step = steps.computeIfAbsent(vertex.number(), n -> new StepLog(vertex));
    step.rest();
    step.finish(error);
  }

  @Override
  public void warning(Warning warning) {}

  @Override
  public boolean quiet() {
    return true;
  }

  @Override
  public void done() {}

  @Override
  public synchronized void failed() {
    steps.values().forEach(step -> step.printAgain(err, Integer.MAX_VALUE));
  }

  @Override
  public void close() {}
}
