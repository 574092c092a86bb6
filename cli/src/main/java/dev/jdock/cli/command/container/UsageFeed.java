package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.StatsRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The latest measurement of each of several containers, which are measured at the same time.
 * Closing ends the measuring.
 */
final class UsageFeed implements AutoCloseable {
  private final Containers containers;
  private final StatsRequest request;
  private final Map<String, Source> sources = new ConcurrentHashMap<>();

  UsageFeed(Containers containers, StatsRequest request) {
    this.containers = containers;
    this.request = request;
  }

  /** A container that is measured on a thread of its own. */
  private record Source(Thread thread, AtomicReference<@Nullable JsonNode> latest) {}

  /** Measures these from now on, and those no more that are not among them. */
  void follow(Collection<String> names) {
    List<String> gone = new ArrayList<>(sources.keySet());
    gone.removeAll(names);
    gone.forEach(this::stop);
    names.forEach(name -> sources.computeIfAbsent(name, this::start));
  }

  private Source start(String name) {
    AtomicReference<@Nullable JsonNode> latest = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform().daemon().name("stats").unstarted(() -> measure(name, latest));
    thread.start();
    return new Source(thread, latest);
  }

  /** One that is removed meanwhile has no measurement any more. */
  private void measure(String name, AtomicReference<@Nullable JsonNode> latest) {
    try {
      containers.stats(name, request, latest::set);
      if (request.stream()) {
        latest.set(null);
      }
    } catch (JdockException gone) {
      latest.set(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(String name) {
    Source source = sources.remove(name);
    if (source != null) {
      source.thread().interrupt();
    }
  }

  /** Waits until each has been measured as often as requested. */
  void awaitEnd() throws InterruptedException {
    for (Source source : sources.values()) {
      source.thread().join();
    }
  }

  /** The latest measurement; null for a container without one. */
  @Nullable JsonNode latest(String name) {
    Source source = sources.get(name);
    return source == null ? null : source.latest().get();
  }

  @Override
  public void close() {
    sources.values().forEach(source -> source.thread().interrupt());
  }
}
