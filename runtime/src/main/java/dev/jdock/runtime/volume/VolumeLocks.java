package dev.jdock.runtime.volume;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock for each volume, by name. Mounting a server's folder, or copying into it, takes as long as
 * the server likes: no other volume waits for that. Thread-safe.
 */
final class VolumeLocks {
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  private static final class Lock {
    /** Those that hold it or wait for it. */
    private int wanted;
  }

  /** Does the work when nobody else does any with that name. */
  void run(String name, Runnable work) {
    Lock lock =
        locks.compute(
            name,
            (_, known) -> {
              Lock mine = known == null ? new Lock() : known;
              mine.wanted++;
              return mine;
            });
    try {
      synchronized (lock) {
        work.run();
      }
    } finally {
      locks.computeIfPresent(name, (_, mine) -> --mine.wanted == 0 ? null : mine);
    }
  }
}
