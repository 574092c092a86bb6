package dev.jdock.runtime.container.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a container is, as its probes found it; replaced as a whole after each of them.
 *
 * @param log of the last probes, oldest first
 */
public record Health(Status status, int failingStreak, List<Probe> log) {
  private static final int LOGGED = 5;

  /** Docker's names in lower case. */
  public enum Status {
    STARTING,
    HEALTHY,
    UNHEALTHY;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One probe.
   *
   * @param start ISO-8601 instant, likewise {@code end}
   * @param exitCode -1 where it did not end by itself
   */
  public record Probe(String start, String end, int exitCode, String output) {}

  public Health {
    log = List.copyOf(log);
  }

  public static Health atFirst() {
    return new Health(Status.STARTING, 0, List.of());
  }

  /** At the next start; the log goes on. */
  public Health restarted() {
    return new Health(Status.STARTING, 0, log);
  }

  /** What does not run is not well. */
  public Health stopped() {
    return new Health(Status.UNHEALTHY, failingStreak, log);
  }

  /**
   * After a probe.
   *
   * @param excused whether a failure while it starts does not count
   * @param retries failures in a row that make it unhealthy
   */
  public Health after(Probe probe, boolean excused, int retries) {
    List<Probe> newLog = new ArrayList<>(log);
    newLog.add(probe);
    List<Probe> last = newLog.subList(Math.max(0, newLog.size() - LOGGED), newLog.size());
    if (probe.exitCode() == 0) {
      return new Health(Status.HEALTHY, 0, last);
    }
    if (status == Status.STARTING && excused) {
      return new Health(status, failingStreak, last);
    }
    int streak = failingStreak + 1;
    return new Health(streak >= retries ? Status.UNHEALTHY : status, streak, last);
  }
}
