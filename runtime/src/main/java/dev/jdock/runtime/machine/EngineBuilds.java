package dev.jdock.runtime.machine;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.ImageBuilder;
import dev.jdock.runtime.engine.Engine.Builds;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds, counted while they run. */
final class EngineBuilds implements Builds {
  private final ImageBuilder builder;
  private final AtomicInteger running = new AtomicInteger();

  EngineBuilds(ImageBuilder builder) {
    this.builder = builder;
  }

  @Override
  public String build(BuildRequest request) throws InterruptedException {
    running.incrementAndGet();
    try {
      return builder.build(request);
    } finally {
      running.decrementAndGet();
    }
  }

  boolean anyRunning() {
    return running.get() > 0;
  }
}
