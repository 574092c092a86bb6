package dev.jdock.cli.command.build;

import dev.jdock.cli.command.progress.ProgressDisplay;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.NumberedProgress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One target's part of the display of a bake: its steps have its name before their own. */
final class TargetDisplay implements ProgressDisplay {
  private final ProgressDisplay all;
  private final BuildProgress own;

  /**
   * @param target empty where there is one only
   * @param last number of a step of any target
   */
  TargetDisplay(ProgressDisplay all, String target, AtomicInteger last) {
    this.all = all;
    this.own = new NumberedProgress(all, last, name -> named(target, name));
  }

  /** {@code [app 1/3] RUN make} of {@code [1/3] RUN make}. */
  private static String named(String target, String name) {
    if (target.isEmpty()) {
      return name;
    }
    return name.startsWith("[")
        ? "[" + target + " " + name.substring(1)
        : "[" + target + "] " + name;
  }

  @Override
  public void started(Vertex vertex) {
    own.started(vertex);
  }

  @Override
  public void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    own.output(vertex, standardError, bytes, length);
  }

  @Override
  public void part(Vertex vertex, String text) {
    own.part(vertex, text);
  }

  @Override
  public void part(Vertex vertex, String text, long bytes) {
    own.part(vertex, text, bytes);
  }

  @Override
  public void cached(Vertex vertex) {
    own.cached(vertex);
  }

  @Override
  public void finished(Vertex vertex, @Nullable String error) {
    own.finished(vertex, error);
  }

  @Override
  public void warning(Warning warning) {
    own.warning(warning);
  }

  @Override
  public void suspend() {
    all.suspend();
  }

  @Override
  public void resume() {
    all.resume();
  }

  /** The whole is done when all targets are. */
  @Override
  public void done() {}

  @Override
  public void failed() {}

  @Override
  public void close() {}
}
