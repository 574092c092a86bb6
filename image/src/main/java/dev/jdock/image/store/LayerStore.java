package dev.jdock.image.store;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.layer.GrowingArchive;
import dev.jdock.image.layer.LayerFiles;
import dev.jdock.image.layer.LayerUnpacker;
import dev.jdock.image.layer.PackedLayer;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked layers, shared by every image that has them: {@code <root>/layers/<diffid>/diff}.
 * Thread-safe; one process only.
 *
 * <p>A complete layer's directory is renamed into place. Its files are flushed to the disk only
 * when an image needs them ({@link #sync}); until then it is marked with the boot it belongs to,
 * and dropped by the first {@link #open} after a power cut.
 */
public final class LayerStore {
  private static final String BLOBS = "blobs.json";

  /**
   * The directories of a layer in the making, for an overlay mount: all on one file system, both
   * empty at first. Ends with {@link #commit} or {@link #abandon}.
   */
  public interface Session {
    Path upper();

    Path work();

    /**
     * Digests the layer's archive while its files are written; the store closes it. To be called
     * once at most, by a thread without mounts of its own.
     */
    GrowingArchive beginArchive();
  }

  /** Keeps layers from being removed until it is closed. */
  public interface Lease extends AutoCloseable {
    @Override
    void close();
  }

  private final LayerDirectory directory;
  private final Map<Digest, Layer> layers = new HashMap<>();
  private final Map<Digest, Integer> leases = new HashMap<>();
  private final Set<Digest> doomed = new HashSet<>();
  private final Map<Digest, String> damaged = new HashMap<>();
  private final DiskSpace space;

  private LayerStore(LayerDirectory directory) {
    this.directory = directory;
    this.space = new DiskSpace(directory.path());
  }

  /** Opens the store below {@code root}, making it if need be, and removes a crash's leftovers. */
  static LayerStore open(Path root) {
    try {
      LayerDirectory directory = LayerDirectory.open(root.resolve("layers"));
      LayerStore store = new LayerStore(directory);
      directory.tidy().forEach(store::load);
      return store;
    } catch (IOException e) {
      throw JdockException.internal("cannot open the layers below " + root, e);
    }
  }

  /** What is damaged stays where it is, for its owner to look at, until it is made again. */
  private void load(Digest diffId) {
    try {
      layers.put(diffId, directory.read(diffId));
    } catch (IOException | JdockException e) {
      damaged.put(diffId, "layer " + diffId + " is left out: " + Reason.of(e));
    }
  }

  /**
   * What {@link #open} found damaged, a line each. Layers that are not among {@code named} are no
   * loss: after a power failure they may be incomplete, until an image names them. Those of a newer
   * jdock are kept.
   */
  List<String> damaged(Set<Digest> named) {
    List<String> lines = new ArrayList<>();
    damaged.forEach((diffId, line) -> {
      if (named.contains(diffId) || directory.isNewer(diffId)) {
        lines.add(line);
      } else {
        directory.delete(directory.root(diffId));
      }
    });
    return lines;
  }

  /**
   * Unpacks a layer tar, plain or compressed, read to its end; not closed.
   *
   * @throws JdockException INVALID when it is no layer
   */
  public Layer add(InputStream tar) {
    LayerDraft draft = directory.draft();
    try {
      InputStream plain = Compression.uncompressed(tar);
      return publish(draft, LayerUnpacker.unpackTar(space.guarding(plain), draft.files()));
    } catch (IOException e) {
      throw LayerUnpacker.unreadable(e);
    } finally {
      directory.delete(draft.files().root());
    }
  }

  /**
   * Unpacks a layer's archive, not compressed, and keeps it only if {@code check} does not throw.
   *
   * @param tar read to its end; not closed
   */
  public Layer add(InputStream tar, Consumer<Layer> check) {
    LayerDraft draft = directory.draft();
    try {
      PackedLayer packed = LayerUnpacker.unpackTar(space.guarding(tar), draft.files());
      check.accept(Layer.of(packed));
      return publish(draft, packed);
    } finally {
      directory.delete(draft.files().root());
    }
  }

  /**
   * Ensures that a layer which is being written leaves some free space on the disk.
   *
   * @throws JdockException INTERNAL {@code no space left on device}
   */
  public void checkSpace() {
    space.check();
  }

  public Session begin() {
    LayerDraft draft = directory.draft();
    try (Directory root = Directory.open(draft.files().root())) {
      root.makeDirectory(LayerDraft.WORK, 0700);
    }
    return draft;
  }

  /**
   * Makes a layer of the content of the session's upper directory, which must not be mounted any
   * more; it becomes the layer by a rename. An equal layer already there is used instead.
   */
  public Layer commit(Session session) {
    return commit(session, null);
  }

  /**
   * As {@link #commit(Session)}.
   *
   * @param newest files that were modified later get this time; null to leave all as they are
   */
  public Layer commit(Session session, @Nullable Instant newest) {
    LayerDraft draft = (LayerDraft) session;
    try (Directory root = Directory.open(draft.files().root())) {
      root.removeTree(LayerDraft.WORK);
      return publish(draft, draft.pack(newest));
    } finally {
      abandon(draft);
    }
  }

  /** Removes the session's directories in the background; does nothing after a commit. */
  public void abandon(Session session) {
    ((LayerDraft) session).archive().ifPresent(GrowingArchive::close);
    directory.deleteLater(((LayerDraft) session).files().root());
  }

  /** Waits until nothing is being removed any more. */
  void close() {
    directory.awaitRemovals();
  }

  private Layer publish(LayerDraft draft, PackedLayer packed) {
    Layer layer = Layer.of(packed);
    try {
      directory.describe(draft, layer);
      synchronized (this) {
        doomed.remove(layer.diffId());
        if (!layers.containsKey(layer.diffId())) {
          Path root = directory.root(layer.diffId());
          removeDamaged(root);
          Files.move(draft.files().root(), root);
          layers.put(layer.diffId(), layer);
        }
        return layer;
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot keep layer " + layer.diffId(), e);
    }
  }

  private void removeDamaged(Path root) throws IOException {
    if (Files.exists(root)) {
      directory.delete(directory.discard(root));
    }
  }

  /** Unfinished directories that no thread is writing. */
  List<String> leftovers() {
    return directory.leftovers();
  }

  void removeLeftover(String name) {
    directory.delete(directory.path().resolve(name));
  }

  /** Makes the layers durable. Other operations do not wait meanwhile. */
  void sync(Collection<Digest> diffIds) {
    Map<Path, Layer> marks = unsynced(diffIds);
    if (marks.isEmpty()) {
      return;
    }
    try {
      directory.syncFileSystem();
      for (Map.Entry<Path, Layer> mark : marks.entrySet()) {
        unmark(mark.getKey(), mark.getValue());
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot keep layers", e);
    }
  }

  private synchronized Map<Path, Layer> unsynced(Collection<Digest> diffIds) {
    Map<Path, Layer> marks = new HashMap<>();
    for (Digest diffId : diffIds) {
      Path mark = directory.unsynced(diffId);
      Layer layer = layers.get(diffId);
      if (layer != null && Files.exists(mark)) {
        marks.put(mark, layer);
      }
    }
    return marks;
  }

  @SuppressWarnings("ReferenceEquality") // an equal one may have been made again in the meantime
  private synchronized void unmark(Path mark, Layer synced) throws IOException {
    if (layers.get(synced.diffId()) == synced) {
      Files.deleteIfExists(mark);
    }
  }

  public synchronized Optional<Layer> find(Digest diffId) {
    return Optional.ofNullable(layers.get(diffId));
  }

  /** As {@link #find}; NOT_FOUND when it is not there. */
  public Layer layer(Digest diffId) {
    return find(diffId).orElseThrow(() -> JdockException.notFound("no such layer: " + diffId));
  }

  public synchronized List<Layer> list() {
    return List.copyOf(layers.values());
  }

  /** The unpacked directory of a layer the store holds; NOT_FOUND otherwise. */
  public Path diff(Digest diffId) {
    return files(diffId).diff();
  }

  /**
   * The directories of layers that lie on each other, uppermost first, as an overlay mount wants
   * them; NOT_FOUND when one is not there.
   *
   * <p>A layer that is there twice is given once, where it is uppermost: overlayfs refuses the same
   * directory twice (ELOOP), and the lower one shows nothing. At any path of the layer, a file, a
   * whiteout or an opaque directory of the upper one hides what is below, and so the equal lower
   * one; a directory merges with the lower one, has its owner, mode and times from the upper one,
   * and what is true of the path is true of each of its entries. At a path that the layer has not,
   * neither of the two counts.
   *
   * @param diffIds lowest first
   */
  public List<Path> lowerDirs(Collection<Digest> diffIds) {
    return List.copyOf(diffIds).reversed().stream().distinct().map(this::diff).toList();
  }

  private LayerFiles files(Digest diffId) {
    return new LayerFiles(directory.root(layer(diffId).diffId()));
  }

  /** The known blobs of the layer in registries, best first. */
  public synchronized List<LayerBlob> blobs(Digest diffId) {
    if (!layers.containsKey(diffId)) {
      return List.of();
    }
    try {
      return LayerBlob.readAll(Files.readAllBytes(directory.root(diffId).resolve(BLOBS)));
    } catch (IOException | JdockException e) {
      // Not known, then: the next transfer finds them out again.
      return List.of();
    }
  }

  /** Remembers that {@code repository} has the layer in this form. */
  public synchronized void addBlob(Digest diffId, Descriptor blob, String repository) {
    if (layers.containsKey(diffId)) {
      byte[] content = LayerBlob.writeAll(LayerBlob.with(blobs(diffId), blob, repository));
      Path file = directory.root(diffId).resolve(BLOBS);
      Path temporary = file.resolveSibling(BLOBS + ".new");
      try {
        // Not flushed: a damaged file counts as none.
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw JdockException.internal("cannot write " + file + ": " + e.getMessage(), e);
      }
    }
  }

  /** The layer's uncompressed tar archive, whose digest is the diffID; the caller closes it. */
  public InputStream openTar(Digest diffId) {
    return files(diffId).openTar();
  }

  /** Keeps layers that are there from being removed while they are in use; NOT_FOUND if not. */
  public synchronized Lease hold(Collection<Digest> diffIds) {
    List<Digest> held = List.copyOf(diffIds);
    held.forEach(diffId -> layer(diffId));
    held.forEach(diffId -> leases.merge(diffId, 1, Integer::sum));
    // Somebody wants it again: what was removed under another holder stays.
    held.forEach(doomed::remove);
    return new Lease() {
      private boolean closed;

      @Override
      public void close() {
        try (LayerRemoval removal = removal()) {
          synchronized (LayerStore.this) {
            if (!closed) {
              closed = true;
              held.forEach(diffId -> release(diffId, removal));
            }
          }
        }
      }
    };
  }

  private synchronized void release(Digest diffId, LayerRemoval removal) {
    leases.merge(diffId, -1, (old, one) -> old + one == 0 ? null : old + one);
    if (!leases.containsKey(diffId) && doomed.remove(diffId)) {
      removal.remove(diffId);
    }
  }

  /** Removes layers while the caller may hold locks; it has to be closed without them. */
  LayerRemoval removal() {
    return new LayerRemoval(this, directory);
  }

  /**
   * Takes a layer out as soon as it is not held any more.
   *
   * @return the directory that is left for the caller to delete; empty when the layer is held, or
   *     is not there
   */
  synchronized Optional<Path> takeOut(Digest diffId) {
    if (leases.containsKey(diffId)) {
      doomed.add(diffId);
      return Optional.empty();
    }
    if (layers.remove(diffId) == null) {
      return Optional.empty();
    }
    try {
      // Renamed first: a directory under a digest's name is always whole.
      return Optional.of(directory.discard(directory.root(diffId)));
    } catch (IOException e) {
      throw JdockException.internal("cannot remove layer " + diffId, e);
    }
  }
}
