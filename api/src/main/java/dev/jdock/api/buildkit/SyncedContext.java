package dev.jdock.api.buildkit;

import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.cache.KeptContext;
import java.nio.file.Path;
import java.util.Set;

/** A folder of a client's, brought up to date when a build knows what it reads of it. */
final class SyncedContext implements BuildContext {
  private final KeptContext kept;
  private final Update update;

  /**
   * @param kept what earlier builds have left of it
   */
  SyncedContext(KeptContext kept, Update update) {
    this.kept = kept;
    this.update = update;
  }

  /** Receives those files that are not the same any more. */
  @FunctionalInterface
  interface Update {
    void update(KeptContext kept, Set<String> paths) throws InterruptedException;
  }

  @Override
  public Path directory() {
    return kept.directory();
  }

  @Override
  public void need(Set<String> paths) throws InterruptedException {
    update.update(kept, paths);
  }

  @Override
  public void close() {
    kept.close();
  }
}
