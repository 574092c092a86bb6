package dev.jdock.runtime.container.exec;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Further processes of all containers, by id. One that has ended is kept for some minutes, so that
 * its exit code can be asked for; one that was never started, as long as its container runs.
 */
public final class ExecRegistry {
  /** Docker's daemon looks every five minutes. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final Clock clock;
  private final Map<String, ExecInContainer> byId = new ConcurrentHashMap<>();

  public ExecRegistry(Clock clock) {
    this.clock = clock;
  }

  /** Keeps a prepared process. */
  public void add(ExecInContainer exec) {
    forget();
    byId.put(exec.id(), exec);
  }

  /**
   * The process of that id.
   *
   * @throws JdockException NOT_FOUND {@code No such exec instance: X}
   */
  public ExecInContainer find(String id) {
    forget();
    ExecInContainer exec = byId.get(id);
    if (exec == null) {
      throw JdockException.notFound("No such exec instance: " + id);
    }
    return exec;
  }

  /** Ids of those of a container that have not ended. */
  public List<String> idsOf(Container container) {
    forget();
    return byId.values().stream()
        .filter(exec -> exec.container().equals(container) && exec.endedAt() == null)
        .map(ExecInContainer::id)
        .sorted()
        .toList();
  }

  private void forget() {
    Instant oldest = clock.instant().minus(KEPT);
    byId.values().removeIf(exec -> isForgotten(exec, oldest));
  }

  private static boolean isForgotten(ExecInContainer exec, Instant oldest) {
    Instant ended = exec.endedAt();
    return exec.container().isRemoved()
        || exec.isStale()
        || (ended != null && ended.isBefore(oldest));
  }
}
