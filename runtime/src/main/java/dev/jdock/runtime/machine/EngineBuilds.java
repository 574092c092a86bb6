package dev.jdock.runtime.machine;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.ImageBuilder;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.runtime.engine.Engine.Builds;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds, counted while they run. */
final class EngineBuilds implements Builds {
  private final ImageBuilder builder;
  private final Path directory;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param directory the builder's
   */
  EngineBuilds(ImageBuilder builder, Path directory) {
    this.builder = builder;
    this.directory = directory;
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

  @Override
  public ReceivedContext receive(InputStream in) {
    return ReceivedContext.read(in, directory);
  }

  boolean anyRunning() {
    return running.get() > 0;
  }
}
