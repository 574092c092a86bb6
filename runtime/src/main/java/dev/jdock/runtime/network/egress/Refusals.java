package dev.jdock.runtime.network.egress;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What containers have tried in vain: all counted, the latest kept. Thread-safe.
 *
 * <p>A container may try millions of names: what is kept is bounded.
 */
final class Refusals {
  private static final int MOST = 100;

  private final Clock clock;
  private final Map<Try, Counted> latest = new LinkedHashMap<>();
  private long total;

  Refusals(Clock clock) {
    this.clock = clock;
  }

  private record Try(String containerId, String containerName, String target) {}

  private static final class Counted {
    private long count;
    private long untold;
    private Instant last = Instant.EPOCH;
  }

  /**
   * Counts.
   *
   * @param told whether others have been told of these
   */
  synchronized void add(
      String containerId, String containerName, String target, long count, boolean told) {
    total += count;
    Try each = new Try(containerId, containerName, target);
    Counted counted = latest.remove(each);
    if (counted == null) {
      counted = new Counted();
      if (latest.size() >= MOST) {
        latest.remove(latest.keySet().iterator().next());
      }
    }
    counted.count += count;
    counted.untold += told ? 0 : count;
    counted.last = clock.instant();
    latest.put(each, counted);
  }

  synchronized long total() {
    return total;
  }

  /** The latest first. */
  synchronized List<Refusal> latest() {
    List<Refusal> all = new ArrayList<>();
    latest.forEach((each, counted) -> all.add(refusal(each, counted.count, counted.last)));
    return all.reversed();
  }

  /** What has come since the last call, in the order in which it came. */
  synchronized List<Refusal> untold() {
    List<Refusal> all = new ArrayList<>();
    latest.forEach((each, counted) -> {
      if (counted.untold > 0) {
        all.add(refusal(each, counted.untold, counted.last));
        counted.untold = 0;
      }
    });
    return all;
  }

  private static Refusal refusal(Try each, long count, Instant last) {
    return new Refusal(each.containerId, each.containerName, each.target, count, last);
  }
}
