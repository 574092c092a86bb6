package dev.jdock.runtime.event;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Event;
import dev.jdock.runtime.engine.EventQuery;
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
import org.jspecify.annotations.Nullable;

/** Hands every event to all who listen, in the order in which they happened. */
public final class EventBus {
  /** As many as Docker remembers. */
  private static final int HISTORY = 256;

  /** How many wait for one listener; with more it is given up. */
  private static final int CAPACITY = 4096;

  private static final Duration FOREVER = Duration.ofDays(365);

  private final Clock clock;
  private final Deque<Event> history = new ArrayDeque<>();
  private final List<Listener> listeners = new ArrayList<>();

  /** A listener with a bounded queue: one that is too slow for too long is dropped. */
  private static final class Listener {
    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>(CAPACITY);
    private volatile boolean left;

    /** Whether there was room. */
    boolean take(Event event) {
      left = !queue.offer(event);
      return !left;
    }

    /**
     * The next event, or null when the time is over.
     *
     * @throws JdockException UNAVAILABLE when the next one was not kept
     */
    @Nullable Event next(long nanos) throws InterruptedException {
      if (left && queue.isEmpty()) {
        throw new JdockException(
            JdockException.Kind.UNAVAILABLE, "events are lost: they were not read for too long");
      }
      return queue.poll(nanos, TimeUnit.NANOSECONDS);
    }
  }

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
    listeners.removeIf(listener -> !listener.take(event));
  }

  /**
   * Delivers past and future events, until the query's end or until the thread is interrupted.
   *
   * @param ready called once, when no later event can be missed
   * @throws JdockException UNAVAILABLE when the sink takes them too slowly
   */
  public void listen(EventQuery query, Runnable ready, Consumer<Event> sink)
      throws InterruptedException {
    Listener listener = new Listener();
    subscribe(query, listener);
    try {
      ready.run();
      while (true) {
        Event event = listener.next(left(query));
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
        listeners.remove(listener);
      }
    }
  }

  /** How many listen now. */
  public synchronized int listeners() {
    return listeners.size();
  }

  private synchronized void subscribe(EventQuery query, Listener listener) {
    Instant since = query.since();
    if (since != null) {
      history.stream().filter(event -> !event.time().isBefore(since)).forEach(listener.queue::add);
    }
    listeners.add(listener);
  }

  /** What is there already is given even when the time is over. */
  private long left(EventQuery query) {
    Instant until = query.until();
    Duration left = until == null ? FOREVER : Duration.between(clock.instant(), until);
    return left.compareTo(FOREVER) > 0 ? FOREVER.toNanos() : Math.max(0, left.toNanos());
  }
}
