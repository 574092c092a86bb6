package dev.jdock.image.build.solve;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.cache.BuildCache;
import dev.jdock.image.build.cache.CacheMounts;
import dev.jdock.image.build.cache.KeptContexts;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.ImageStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** All that the builder keeps from one build to another, as one looks at it from outside. */
record BuilderRecords(
    ImageStore store, BuildCache cache, CacheMounts mounts, KeptContexts contexts) {

  /** The one that was used longest ago first. */
  List<CacheRecord> list() {
    var records = new ArrayList<CacheRecord>(cache.records(store.layersOfImages()));
    records.addAll(mounts.records());
    records.addAll(contexts.records());
    records.sort(
        Comparator.comparing(
                CacheRecord::lastUsed, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(CacheRecord::id));
    return records;
  }

  /** Removes those that nobody uses, with the layers that nothing else uses; what has gone. */
  List<CacheRecord> prune(Predicate<CacheRecord> unwanted) {
    List<CacheRecord> forgotten = list().stream().filter(unwanted).filter(this::remove).toList();
    store.collectLayers();
    return forgotten;
  }

  private boolean remove(CacheRecord record) {
    return switch (record.type()) {
      case STEP -> {
        cache.remove(record);
        yield true;
      }
      case MOUNT -> mounts.remove(record);
      case CONTEXT -> contexts.remove(record);
    };
  }

  void check(boolean repair, CheckListener listener) {
    cache.check(repair, listener);
    mounts.check(repair, listener);
    contexts.check(repair, listener);
  }
}
