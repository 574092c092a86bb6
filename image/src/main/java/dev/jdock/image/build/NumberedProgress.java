package dev.jdock.image.build;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Steps of several who count by themselves, shown as those of one build. */
public final class NumberedProgress implements BuildProgress {
  private final BuildProgress all;
  private final AtomicInteger last;
  private final UnaryOperator<String> names;
  private final Map<Integer, Vertex> vertices = new ConcurrentHashMap<>();

  /**
   * @param last number that was given to a step of any of them
   * @param names what a step is called where it is shown
   */
  public NumberedProgress(BuildProgress all, AtomicInteger last, UnaryOperator<String> names) {
    this.all = all;
    this.last = last;
    this.names = names;
  }

  private Vertex shown(Vertex vertex) {
    return vertices.computeIfAbsent(
        vertex.number(), _ -> new Vertex(last.incrementAndGet(), names.apply(vertex.name())));
  }

  @Override
  public void started(Vertex vertex) {
    all.started(shown(vertex));
  }

  @Override
  public void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    all.output(shown(vertex), standardError, bytes, length);
  }

  @Override
  public void part(Vertex vertex, String text) {
    all.part(shown(vertex), text);
  }

  @Override
  public void part(Vertex vertex, String text, long bytes) {
    all.part(shown(vertex), text, bytes);
  }

  @Override
  public void cached(Vertex vertex) {
    all.cached(shown(vertex));
  }

  @Override
  public void finished(Vertex vertex, @Nullable String error) {
    all.finished(shown(vertex), error);
  }

  @Override
  public void warning(Warning warning) {
    all.warning(warning);
  }
}
