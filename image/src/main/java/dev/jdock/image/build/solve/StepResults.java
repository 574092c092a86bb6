package dev.jdock.image.build.solve;

import dev.jdock.image.build.ForeignResults;
import dev.jdock.image.build.cache.BuildCache;
import dev.jdock.image.reference.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The results of steps as one build sees them: the builder's own, and those that others have left,
 * which become the builder's when they are used. Keeps a list of those that the build came by.
 * Thread-safe.
 */
final class StepResults {
  private final BuildCache cache;
  private final ForeignResults foreign;
  private final CacheImages allowed;
  private final SequencedMap<Digest, ForeignResults.Result> used = new LinkedHashMap<>();

  StepResults(BuildCache cache, ForeignResults foreign, CacheImages allowed) {
    this.cache = cache;
    this.foreign = foreign;
    this.allowed = allowed;
  }

  /**
   * The result of a step, if this build may use it.
   *
   * @param base the layers that it begins with, lowest first
   */
  Optional<BuildCache.Result> find(Digest key, List<Digest> base) throws InterruptedException {
    Optional<BuildCache.Result> own = cache.find(key);
    return own.isPresent() && !allowed.allow(base, own.get().layer())
        ? Optional.empty()
        : find(key);
  }

  Optional<BuildCache.Result> find(Digest key) throws InterruptedException {
    Optional<BuildCache.Result> own = cache.find(key);
    if (own.isPresent()) {
      note(key, own.get());
      return own;
    }
    Optional<BuildCache.Result> found =
        foreign.find(key).map(r -> new BuildCache.Result(r.layer(), r.created()));
    found.ifPresent(result -> store(key, result));
    return found;
  }

  void store(Digest key, BuildCache.Result result) {
    cache.store(key, result);
    note(key, result);
  }

  /** Takes down what the build has come by in another way. */
  void note(Digest key, BuildCache.Result result) {
    synchronized (used) {
      used.put(key, new ForeignResults.Result(result.layer(), result.created()));
    }
  }

  SequencedMap<Digest, ForeignResults.Result> used() {
    synchronized (used) {
      return new LinkedHashMap<>(used);
    }
  }
}
