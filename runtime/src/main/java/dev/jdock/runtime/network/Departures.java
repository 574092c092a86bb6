package dev.jdock.runtime.network;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.RouteSocket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Deletes links, with a socket of its own: the kernel takes some 15 ms over each. */
final class Departures implements AutoCloseable {
  private final RouteSocket routes;
  private final ExecutorService deletions =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("network-departures").factory());

  private Departures(RouteSocket routes) {
    this.routes = routes;
  }

  static Departures open() {
    return new Departures(RouteSocket.open());
  }

  /**
   * Deletes the endpoint's link on another thread, which then calls one of the two callbacks.
   *
   * @param gone called when the link is deleted
   * @param refused called when the kernel refused
   */
  void start(Endpoint endpoint, Consumer<Endpoint> gone, Consumer<SyscallException> refused) {
    deletions.execute(() -> {
      try {
        routes.deleteLink(endpoint.hostLink());
      } catch (SyscallException e) {
        refused.accept(e);
        return;
      }
      gone.accept(endpoint);
    });
  }

  /** Until what has been started so far is done; the caller must hold no lock that it needs. */
  void await() {
    try {
      deletions.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the deletions that are in progress. */
  @Override
  public void close() {
    deletions.close();
    routes.close();
  }
}
