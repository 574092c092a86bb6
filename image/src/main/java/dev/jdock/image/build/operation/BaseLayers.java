package dev.jdock.image.build.operation;

import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.build.plan.BuildPlan;
import dev.jdock.image.build.plan.BuildSteps;
import dev.jdock.image.build.plan.GraphReader;
import dev.jdock.image.build.plan.Tree;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The layers of a build's base images, which are fetched when the first step asks for them: a build
 * that takes everything from the cache fetches none of those that its image does not have.
 */
public final class BaseLayers {
  private final SourceText source;
  private final BuildSteps steps;
  private final LayerStore layers;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private static final class Entry {
    private final FromImage from;
    private final String step;
    private final ReentrantLock fetching = new ReentrantLock();
    private boolean shown;
    private boolean there;

    Entry(FromImage from, String step) {
      this.from = from;
      this.step = step;
      this.there = from.base().complete();
    }
  }

  public BaseLayers(BuildPlan plan, SourceText source, BuildSteps steps, LayerStore layers) {
    this.source = source;
    this.steps = steps;
    this.layers = layers;
    // The first stage that begins with an image lends it the name of its step.
    plan.bases().forEach(start -> note(start.image(), start.name()));
    for (BuildPlan.Step step : plan.all()) {
      for (Tree tree : step.change().reads()) {
        if (tree instanceof Tree.OfImage image) {
          note(image.image(), "FROM " + image.image().name());
        }
      }
    }
  }

  private void note(FromImage from, String step) {
    entries.putIfAbsent(from.image().id(), new Entry(from, step));
  }

  /** Shows the steps of images that are in the store. */
  public void showComplete() throws InterruptedException {
    for (Entry entry : entries.values()) {
      if (entry.there) {
        show(entry);
      }
    }
  }

  /** Ends the steps of images that nobody has asked for. */
  public void showRest() throws InterruptedException {
    for (Entry entry : entries.values()) {
      if (!entry.there && entry.from.image().diffIds().stream().allMatch(this::isThere)) {
        // All that it lacks is its name.
        fetch(entry);
      } else if (!entry.shown) {
        show(entry);
      }
    }
  }

  private boolean isThere(String diffId) {
    return layers.find(Digest.parse(diffId)).isPresent();
  }

  private void show(Entry entry) throws InterruptedException {
    entry.shown = true;
    boolean _ =
        steps.run(
            entry.step,
            vertex -> {
              steps.progress().cached(vertex);
              return true;
            });
  }

  /**
   * Fetches the images of layers that the store has not.
   *
   * @throws DockerfileException with the line that names the image
   */
  public void need(Collection<Digest> diffIds) throws InterruptedException {
    for (Entry entry : lacking(diffIds)) {
      entry.fetching.lockInterruptibly();
      try {
        if (!entry.there) {
          fetch(entry);
        }
      } finally {
        entry.fetching.unlock();
      }
    }
  }

  private List<Entry> lacking(Collection<Digest> diffIds) {
    var result = new ArrayList<Entry>();
    for (Digest diffId : diffIds) {
      if (isThere(diffId.toString())) {
        continue;
      }
      entries.values().stream()
          .filter(entry -> entry.from.image().diffIds().contains(diffId.toString()))
          .findFirst()
          .filter(entry -> !result.contains(entry))
          .ifPresent(result::add);
    }
    return result;
  }

  private void fetch(Entry entry) throws InterruptedException {
    entry.there = true;
    entry.shown = true;
    try {
      boolean _ =
          steps.run(
              entry.step,
              vertex -> {
                entry.from.base().fetch(part -> steps.progress().part(vertex, part));
                return true;
              });
    } catch (JdockException e) {
      throw new DockerfileException(
          e.kind(), GraphReader.message(e), source.excerpt(entry.from.range()), e);
    }
  }
}
