package dev.jdock.image.build.operation;

import dev.jdock.image.build.files.Sightings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds out whether the files of a context that an operation has copied are those that its key was
 * made of. The context is the user's folder, and may change at any time; a result that was made of
 * other files must not be found by that key. For one thread.
 */
public final class ContextWatch {
  /** A clock that is ahead, as that of a file server can be, is not waited for. */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final Clock clock;
  private final Map<Object, Sightings> read = new HashMap<>();
  private boolean changed;

  public ContextWatch() {
    this(Clock.systemUTC());
  }

  ContextWatch(Clock clock) {
    this.clock = clock;
  }

  /**
   * Begins to read files for a key; forgets what was read of them before.
   *
   * @param source by which {@link #copied} names them
   */
  Sightings reading(Object source) {
    var sightings = new Sightings(clock.instant());
    read.put(source, sightings);
    return sightings;
  }

  Instant now() {
    return clock.instant();
  }

  /** Compares files that have been copied with those that were read. */
  void copied(Object source, Sightings now) {
    Sightings before = read.get(source);
    changed |= before == null || !before.heldUntil(now);
  }

  /**
   * Waits until whoever changes a file that was read gives it other times, a small part of a second
   * after its last change.
   */
  public void settle() throws InterruptedException {
    for (Sightings sightings : read.values()) {
      Duration left = Duration.between(clock.instant(), sightings.settled()).plusMillis(1);
      if (left.isPositive() && left.compareTo(LONGEST) < 0) {
        Thread.sleep(left);
      }
    }
  }

  /** Whether {@link #settle} would return at once. */
  public boolean isSettled() {
    return read.values().stream().allMatch(Sightings::isSettled);
  }

  /** Whether files were copied that were not surely the same all the time. */
  public boolean changed() {
    return changed;
  }
}
