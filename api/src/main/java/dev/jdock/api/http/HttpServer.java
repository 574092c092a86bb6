package dev.jdock.api.http;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Serves connections that listeners accept. */
public final class HttpServer implements AutoCloseable {
  private static final int MOST_THREADS = 512;
  private static final Duration THREAD_STAYS = Duration.ofSeconds(10);
  private static final Duration LOOK_AT_DEADLINES = Duration.ofSeconds(1);

  /** So many connections at once leave memory behind that is worth being given back. */
  private static final int CROWD = 64;

  private static final long ACCEPT_PAUSE_NANOS = 50_000_000;

  private final Settings settings;
  private final ExecutorService threads;
  private final HttpService service;

  /** With the listener that each came by. */
  private final Map<HttpConnection, Listener> connections = new ConcurrentHashMap<>();

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicInteger counted = new AtomicInteger();
  private final AtomicBoolean crowded = new AtomicBoolean();
  private volatile Runnable deserted = () -> {};
  private final Thread deadlines;
  private volatile boolean closed;

  /** Accepts connections; closing it wakes {@link #accept}. */
  public interface Listener extends AutoCloseable {
    /** The next connection; blocks. */
    Transport accept() throws IOException;

    @Override
    void close() throws IOException;
  }

  /**
   * @param headers of every answer
   * @param mostConnections above that the one that has been idle longest is closed, or the new one
   * @param log takes a line for a failure of the server's own
   * @param patience with slow clients
   */
  public record Settings(
      Map<String, String> headers, int mostConnections, Consumer<String> log, Patience patience) {
    /** With the usual patience. */
    public Settings(Map<String, String> headers, int mostConnections, Consumer<String> log) {
      this(headers, mostConnections, log, Patience.USUAL);
    }
  }

  public HttpServer(Router router, Settings settings) {
    this.settings = settings;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            THREAD_STAYS.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            run ->
                Thread.ofPlatform()
                    .daemon()
                    .name("api " + number.incrementAndGet())
                    .unstarted(run));
    this.service = new HttpService(router, settings, threads);
    this.deadlines = Thread.ofVirtual().name("api deadlines").start(this::enforceDeadlines);
  }

  /** Serves what the listener accepts, until it is closed. */
  public void serve(Listener listener) {
    listeners.add(listener);
    Thread.ofPlatform().daemon().name("api accept").start(() -> accept(listener));
  }

  private void accept(Listener listener) {
    boolean told = false;
    while (!closed) {
      try {
        admit(listener.accept(), listener);
        told = false;
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        if (closed) {
          return;
        }
        // Out of descriptors, most likely, of which there will be more.
        if (!told) {
          settings.log().accept("API: clients have to wait: " + e.getMessage());
          told = true;
        }
        LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
      }
    }
  }

  private void admit(Transport transport, Listener listener) throws IOException {
    if (counted.incrementAndGet() > settings.mostConnections() && !makeRoom()) {
      counted.decrementAndGet();
      transport.close();
      return;
    }
    if (counted.get() >= CROWD) {
      crowded.set(true);
    }
    HttpConnection connection = new HttpConnection(transport, service);
    connections.put(connection, listener);
    Thread.ofVirtual()
        .name("api connection")
        .start(() -> {
          try {
            connection.serve();
          } finally {
            connections.remove(connection);
            leave();
          }
        });
    if (closed || !listeners.contains(listener)) {
      connection.end();
    }
  }

  private void leave() {
    if (counted.decrementAndGet() < CROWD && crowded.getAndSet(false)) {
      deserted.run();
    }
  }

  /**
   * What to do when there have been many connections and most of them are gone; on the thread of a
   * connection.
   */
  public void onDeserted(Runnable action) {
    deserted = action;
  }

  /** Accepts no more by a listener, and ends the connections that came by it. */
  public void end(Listener listener) throws IOException {
    listeners.remove(listener);
    try {
      listener.close();
    } finally {
      connections.forEach((connection, by) -> {
        if (by.equals(listener)) {
          connection.end();
        }
      });
    }
  }

  /**
   * Ends the connection that has waited longest for a request, so that a client that only holds
   * connections keeps nobody else out. Those that are used again later are made anew by their
   * clients.
   *
   * @return whether there was one
   */
  private boolean makeRoom() {
    return connections.keySet().stream()
        .filter(each -> each.idleness().isIdle())
        .min((a, b) -> Long.signum(a.idleness().since() - b.idleness().since()))
        .map(HttpConnection::giveUp)
        .orElse(false);
  }

  /** Whether a request is being handled. A connection that waits for one does not count. */
  public boolean isBusy() {
    return connections.keySet().stream().anyMatch(HttpConnection::isBusy);
  }

  private void enforceDeadlines() {
    try {
      while (true) {
        Thread.sleep(LOOK_AT_DEADLINES);
        connections.keySet().forEach(connection -> connection.deadline().enforce());
      }
    } catch (InterruptedException e) {
      // Closed.
      return;
    }
  }

  /** Accepts no more, and ends all connections. */
  @Override
  public void close() {
    closed = true;
    for (Listener listener : listeners) {
      try {
        listener.close();
      } catch (IOException e) {
        settings.log().accept("API: " + e.getMessage());
      }
    }
    deadlines.interrupt();
    connections.keySet().forEach(HttpConnection::end);
    threads.shutdown();
  }
}
