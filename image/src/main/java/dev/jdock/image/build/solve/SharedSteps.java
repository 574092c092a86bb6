package dev.jdock.image.build.solve;

import dev.jdock.image.build.cache.BuildCache;
import dev.jdock.image.build.cache.BuildLog;
import dev.jdock.image.build.cache.CacheMounts;
import dev.jdock.image.build.cache.FileDigests;
import dev.jdock.image.build.cache.PartsStore;
import dev.jdock.image.build.plan.Tasks;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * What the steps of all builds have in common.
 *
 * @param flights those that are being carried out
 * @param processors permits for work that keeps one busy
 */
record SharedSteps(
    BuildCache cache,
    CacheMounts mounts,
    FileDigests files,
    PartsStore parts,
    BuildLog log,
    Flights flights,
    Semaphore processors) {

  /** Does work that keeps a processor busy, as soon as there is one. */
  <T> T working(Tasks.Work<T> work) throws IOException, InterruptedException {
    processors.acquire();
    try {
      return work.call();
    } finally {
      processors.release();
    }
  }
}
