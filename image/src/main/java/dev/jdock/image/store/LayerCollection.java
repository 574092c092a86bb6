package dev.jdock.image.store;

import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Decides which layers are removed, and when. The caller has to hold the lock of the {@link
 * ImageStore}, except for {@link #need}, {@link #cache} and the leases of {@link #keep}; removals
 * are closed without that lock.
 */
final class LayerCollection {
  private final ImageStore store;
  private final LayerStore layers;
  private final ImageRecords records;
  private final List<Supplier<Set<Digest>>> needs = new CopyOnWriteArrayList<>();
  private final List<Supplier<Set<Digest>>> caches = new CopyOnWriteArrayList<>();
  private int keepers;
  private boolean overdue;

  LayerCollection(ImageStore store, ImageRecords records) {
    this.store = store;
    this.layers = store.layers();
    this.records = records;
  }

  /** See {@link ImageStore#needLayers}. */
  void need(Supplier<Set<Digest>> needed) {
    needs.add(needed);
  }

  /** See {@link ImageStore#cacheLayers}. */
  void cache(Supplier<Set<Digest>> cached) {
    caches.add(cached);
  }

  /** Whether a container or another user besides images needs the layer. */
  boolean neededByOthers(Digest diffId) {
    return needs.stream().anyMatch(needed -> needed.get().contains(diffId));
  }

  /**
   * Removes the layers that only a removed image had.
   *
   * @param diffIds its layers, lowest first
   * @return ChainIDs of those that no other image has, uppermost first
   */
  List<Digest> removeLayersOf(List<Digest> diffIds, LayerRemoval removal) {
    Set<Digest> usedChains = new HashSet<>();
    for (ImageDocument other : records.documents()) {
      usedChains.addAll(Chain.of(other.diffIds()));
    }
    List<Digest> freed = new ArrayList<>(Chain.of(diffIds));
    freed.removeAll(usedChains);
    removeUnused(diffIds, needs, removal);
    return freed.reversed();
  }

  /** Removes unused layers; deferred while a lease keeps all of them. */
  void collect(LayerRemoval removal) {
    List<Supplier<Set<Digest>>> keepFor = new ArrayList<>(needs);
    keepFor.addAll(caches);
    removeUnused(layers.list().stream().map(Layer::diffId).toList(), keepFor, removal);
  }

  private void removeUnused(
      Collection<Digest> candidates, List<Supplier<Set<Digest>>> keepFor, LayerRemoval removal) {
    if (keepers > 0) {
      overdue = true;
      return;
    }
    if (records.hasUnknownLayers()) {
      return;
    }
    // Files cannot be read on an interrupted thread, and records would be taken for damaged.
    boolean interrupted = Thread.interrupted();
    try {
      Set<Digest> used = records.diffIds();
      keepFor.forEach(layersOf -> used.addAll(layersOf.get()));
      candidates.stream().filter(diffId -> !used.contains(diffId)).forEach(removal::remove);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Keeps every layer until it is closed, for work whose layers no record names yet. */
  LayerStore.Lease keep() {
    keepers++;
    return new LayerStore.Lease() {
      private boolean closed;

      @Override
      public void close() {
        try (LayerRemoval removal = layers.removal()) {
          synchronized (store) {
            if (closed) {
              return;
            }
            closed = true;
            keepers--;
            if (keepers == 0 && overdue) {
              collect(removal);
              overdue = false;
            }
          }
        }
      }
    };
  }
}
