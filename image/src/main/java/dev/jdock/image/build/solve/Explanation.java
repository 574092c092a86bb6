package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.cache.BuildLog;
import dev.jdock.image.build.cache.BuildLog.Build;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.cache.KeyParts;
import dev.jdock.image.build.cache.PartsStore;
import dev.jdock.image.build.plan.BuildPlan;
import dev.jdock.image.build.plan.Tree;
import dev.jdock.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Tells why steps of one build are not in the cache, by what was different in the nearest build
 * before it, and writes down for the next ones what its own steps depend on.
 */
final class Explanation {
  private static final int TOLD_BY_DEFAULT = 3;
  private static final int TOLD = 20;
  private static final int ID_DIGITS = 12;

  private final BuildLog log;
  private final PartsStore store;
  private final BuildRequest request;
  private final BuildPlan plan;
  private final String origin;
  private final String id = UUID.randomUUID().toString().replace("-", "").substring(0, ID_DIGITS);
  private final Map<Integer, BuildLog.Step> steps = new TreeMap<>();
  private Optional<Build> nearest = Optional.empty();
  private boolean searched;
  private boolean told;

  Explanation(BuildLog log, PartsStore store, BuildRequest request, BuildPlan plan) {
    this.log = log;
    this.store = store;
    this.request = request;
    this.plan = plan;
    // A step that is the same as before is carried out, too, when its result is in no such image.
    this.told = !request.solving().cacheImages().isEmpty();
    String target = request.target();
    this.origin =
        new KeyHash("origin")
            .add(request.context().name())
            .add(request.dockerfile().name())
            .add(target == null ? "" : target)
            .digest()
            .hex();
  }

  /** Notes that a step has a key, found in the cache or not. */
  synchronized void note(BuildPlan.Step step, Digest key) {
    String base = "";
    if (step.base() instanceof Tree.OfImage image) {
      base = image.image().name() + "@" + image.image().image().id();
    }
    steps.put(
        step.index(),
        new BuildLog.Step(step.stageLabel(), step.instruction().source(), key.hex(), base));
  }

  /**
   * Tells why a step is carried out.
   *
   * @param parts of its key
   */
  void missed(BuildPlan.Step step, Digest key, KeyParts parts, Vertex vertex) {
    store.store(key, parts);
    if (!toTell()) {
      return;
    }
    why(step, parts).ifPresent(text -> tell(request.progress(), vertex, text));
  }

  private synchronized boolean toTell() {
    boolean tell = request.solving().explain() || !told;
    told = true;
    return tell;
  }

  private synchronized Optional<String> why(BuildPlan.Step step, KeyParts parts) {
    boolean all = request.solving().explain();
    Optional<Build> before = nearest();
    if (before.isEmpty()) {
      return all ? Optional.of("there is no build before to compare with") : Optional.empty();
    }
    BuildLog.Step now = steps.get(step.index());
    if (now == null) {
      return Optional.empty();
    }
    Build soFar = build("");
    var left = new ArrayList<>(before.get().steps());
    return BuildComparison.counterpart(now, soFar, left, before.get())
        .map(old ->
            String.join(
                "; ",
                new BuildComparison(store, all ? TOLD : TOLD_BY_DEFAULT).why(now, parts, old)))
        .or(() -> Optional.of("build " + before.get().id() + " has no such step"));
  }

  /** The last one of the same Dockerfile and context; else the one that has most of its steps. */
  private Optional<Build> nearest() {
    if (searched) {
      return nearest;
    }
    searched = true;
    List<Build> all = log.list();
    Optional<Build> found = all.stream().filter(build -> build.origin().equals(origin)).findFirst();
    if (found.isEmpty() && request.solving().explain()) {
      List<String> texts = plan.steps().stream().map(step -> step.instruction().source()).toList();
      Build best = null;
      long most = 0;
      for (Build build : all) {
        long common = build.steps().stream().filter(s -> texts.contains(s.text())).count();
        if (common > most) {
          most = common;
          best = build;
        }
      }
      found = Optional.ofNullable(best);
    }
    nearest = found;
    return found;
  }

  private static void tell(BuildProgress progress, Vertex vertex, String why) {
    byte[] line = ("not in the cache: " + why + "\n").getBytes(StandardCharsets.UTF_8);
    progress.output(vertex, true, line, line.length);
  }

  private Build build(String image) {
    return new Build(id, Instant.now(), origin, image, List.copyOf(steps.values()));
  }

  /**
   * Writes the build down.
   *
   * @param image its result; empty where it failed
   */
  synchronized void end(String image) {
    if (!steps.isEmpty()) {
      log.store(build(image));
    }
  }

  /** What the build is called in comparisons; empty where nobody asked for explanations. */
  String name() {
    return request.solving().explain() ? id : "";
  }
}
