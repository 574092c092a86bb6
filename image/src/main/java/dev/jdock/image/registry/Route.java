package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The ways to one repository: mirrors first when reading, and the registry itself, over TLS or, if
 * its owner allows, without. What has failed is not tried again. Thread-safe.
 */
final class Route {
  /** Something to do at an endpoint. */
  interface Work<T> {
    T at(Session session) throws IOException;
  }

  private final List<Session> mirrors;
  private final List<Session> origins;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Session origin;

  /**
   * @param origins ways to the same registry, best first
   */
  Route(List<Session> mirrors, List<Session> origins) {
    this.mirrors = new ArrayList<>(mirrors);
    this.origins = List.copyOf(origins);
  }

  /** Does it at the first mirror that can, else at the registry itself. */
  <T> T read(Work<T> work) throws IOException {
    for (Session mirror : remainingMirrors()) {
      try {
        return work.at(mirror);
      } catch (JdockException | IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        forget(mirror);
      }
    }
    return work.at(origin());
  }

  private List<Session> remainingMirrors() {
    RegistryFailure.lock(lock);
    try {
      return List.copyOf(mirrors);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Session mirror) {
    RegistryFailure.lock(lock);
    try {
      mirrors.remove(mirror);
    } finally {
      lock.unlock();
    }
  }

  /** The registry itself, which has answered. */
  Session origin() {
    RegistryFailure.lock(lock);
    try {
      if (origin == null) {
        origin = reach();
      }
      return origin;
    } finally {
      lock.unlock();
    }
  }

  private Session reach() {
    for (Session session : origins.subList(0, origins.size() - 1)) {
      try {
        session.greet();
        return session;
      } catch (RegistryFailure e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        // The next way may be open; if not, its failure is what Docker tells of, too.
      }
    }
    Session last = origins.getLast();
    last.ping();
    return last;
  }
}
