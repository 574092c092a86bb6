package dev.jdock.api.buildkit;

import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.error.JdockException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds that clients have named, to end them and to send their context by other requests. A name
 * is the client's choice, and means nothing to other users.
 */
final class NamedBuilds {
  /** How long a context and the build that wants it wait for each other. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<Name, Build> builds = new HashMap<>();

  private record Name(String peer, String id) {}

  private enum Context {
    NOT_WANTED,
    WANTED,
    ON_ITS_WAY,
    OVER
  }

  /** One of them; its fields are guarded by all builds' monitor. */
  final class Build implements AutoCloseable {
    private final Name name;
    private @Nullable Thread thread;
    private boolean cancelled;
    private Context state = Context.NOT_WANTED;
    private @Nullable ReceivedContext context;

    private Build(Name name) {
      this.name = name;
    }

    /** Starts its thread, which {@link #cancel} may interrupt from now on. */
    void start(Thread begun) {
      synchronized (NamedBuilds.this) {
        thread = begun;
        begun.start();
      }
    }

    boolean isCancelled() {
      synchronized (NamedBuilds.this) {
        return cancelled;
      }
    }

    /**
     * Waits for another request to bring the context, which is the caller's then.
     *
     * @throws JdockException where none comes
     */
    ReceivedContext awaitContext() throws InterruptedException {
      synchronized (NamedBuilds.this) {
        state = Context.WANTED;
        NamedBuilds.this.notifyAll();
        await(() -> state != Context.WANTED);
        while (state == Context.ON_ITS_WAY) {
          NamedBuilds.this.wait();
        }
        ReceivedContext came = context;
        context = null;
        if (came == null) {
          throw JdockException.invalid("the context of the build has not come");
        }
        return came;
      }
    }

    /** Whether the build has a use for it. */
    private boolean give(@Nullable ReceivedContext received) {
      synchronized (NamedBuilds.this) {
        if (state != Context.ON_ITS_WAY) {
          return false;
        }
        state = Context.OVER;
        context = received;
        NamedBuilds.this.notifyAll();
        return true;
      }
    }

    @Override
    public void close() {
      synchronized (NamedBuilds.this) {
        builds.remove(name, this);
        thread = null;
        state = Context.OVER;
        if (context != null) {
          context.close();
        }
      }
    }
  }

  /**
   * @param peer whose it is
   * @param id empty for a build that nobody has named
   */
  Build add(String peer, String id) {
    Build build = new Build(new Name(peer, id));
    if (!id.isEmpty()) {
      synchronized (this) {
        builds.put(build.name, build);
        notifyAll();
      }
    }
    return build;
  }

  /** Ends a build, if there is one of that name. */
  synchronized void cancel(String peer, String id) {
    Build build = builds.get(new Name(peer, id));
    if (build != null && build.thread != null) {
      build.cancelled = true;
      build.thread.interrupt();
    }
  }

  /**
   * Brings a build its context.
   *
   * @param receiving reads it
   * @throws JdockException where no such build wants one
   */
  void upload(String peer, String id, Supplier<ReceivedContext> receiving)
      throws InterruptedException {
    Build build = take(new Name(peer, id));
    ReceivedContext received = null;
    try {
      received = receiving.get();
    } finally {
      if (!build.give(received) && received != null) {
        received.close();
      }
    }
  }

  private synchronized Build take(Name name) throws InterruptedException {
    await(() -> {
      Build found = builds.get(name);
      return found != null && found.state == Context.WANTED;
    });
    Build build = builds.get(name);
    if (build == null) {
      throw new IllegalStateException(name.id());
    }
    build.state = Context.ON_ITS_WAY;
    notifyAll();
    return build;
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new JdockException(JdockException.Kind.INTERNAL, "context deadline exceeded");
      }
      wait(left);
    }
  }
}
