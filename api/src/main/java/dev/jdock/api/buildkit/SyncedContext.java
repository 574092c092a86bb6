package dev.jdock.api.buildkit;

import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.cache.KeptContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder of a client's, brought up to date when a build knows what it reads of it. */
final class SyncedContext implements BuildContext {
  private final KeptContext kept;
  private final Update update;
  private final SortedMap<String, String> repository;

  /**
   * @param kept what earlier builds have left of it
   * @param repository what the client tells of the one that the folder lies in
   */
  SyncedContext(KeptContext kept, Update update, Map<String, String> repository) {
    this.kept = kept;
    this.update = update;
    this.repository = new TreeMap<>(repository);
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
  public SortedMap<String, String> repository() {
    return repository;
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
