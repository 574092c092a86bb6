package dev.jdock.image.build.plan;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.NumberedProgress;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the steps of a build, and reports when each begins and ends. */
public final class BuildSteps {
  private final BuildProgress progress;
  private final AtomicInteger count = new AtomicInteger();

  public BuildSteps(BuildProgress progress) {
    this.progress = progress;
  }

  /** What is done in a step. */
  @FunctionalInterface
  public interface Body<T> {
    T run(Vertex vertex) throws IOException, InterruptedException;
  }

  public BuildProgress progress() {
    return progress;
  }

  /** For a build that is a part of this one: its steps are numbered among these. */
  public BuildProgress within() {
    return new NumberedProgress(progress, count, name -> name);
  }

  public <T> T run(String name, Body<T> body) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var vertex = new Vertex(count.incrementAndGet(), name);
    progress.started(vertex);
    String error = "CANCELED";
    try {
      T result = body.run(vertex);
      error = null;
      return result;
    } catch (IOException e) {
      error = Optional.ofNullable(e.getMessage()).orElse(e.toString());
      throw JdockException.internal(error, e);
    } catch (RuntimeException e) {
      error = Optional.ofNullable(e.getMessage()).orElse(e.toString());
      throw e;
    } finally {
      progress.finished(vertex, error);
    }
  }
}
