package dev.jdock.runtime.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hands every event to all who listen, in the order in which they happened. */
public final class EventBus {
  /** As many as Docker remembers. */
  private static final int HISTORY = 256;

  private static final Duration FOREVER = Duration.ofDays(365);

  private final Clock clock;
  private final Deque<Event> history = new ArrayDeque<>();
  private final List<BlockingQueue<Event>> listeners = new ArrayList<>();

  public EventBus(Clock clock) {
    this.clock = clock;
  }

  /** Never waits for a listener. */
  public synchronized void publish(
      String type, String action, String id, SortedMap<String, String> attributes) {
    Event event = new Event(type, action, id, attributes, clock.instant());
    history.addLast(event);
    if (history.size() > HISTORY) {
      history.removeFirst();
    }
    listeners.forEach(listener -> listener.add(event));
  }

  /**
   * Gives what was and what comes, until the query's end or until the thread is interrupted.
   *
   * @param ready called once nothing will be missed any more
   */
  public void listen(EventQuery query, Runnable ready, Consumer<Event> sink)
      throws InterruptedException {
    BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    subscribe(query, queue);
    try {
      ready.run();
      while (true) {
        Event event = queue.poll(left(query), TimeUnit.NANOSECONDS);
        if (event == null) {
          return;
        }
        boolean wanted = query.until() == null || !event.time().isAfter(query.until());
        if (wanted && query.matches(event)) {
          sink.accept(event);
        }
      }
    } finally {
      synchronized (this) {
        listeners.remove(queue);
      }
    }
  }

  private synchronized void subscribe(EventQuery query, BlockingQueue<Event> queue) {
    Instant since = query.since();
    if (since != null) {
      history.stream().filter(event -> !event.time().isBefore(since)).forEach(queue::add);
    }
    listeners.add(queue);
  }

  /** What is there already is given even when the time is over. */
  private long left(EventQuery query) {
    Instant until = query.until();
    Duration left = until == null ? FOREVER : Duration.between(clock.instant(), until);
    return left.compareTo(FOREVER) > 0 ? FOREVER.toNanos() : Math.max(0, left.toNanos());
  }
}
