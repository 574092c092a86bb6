package dev.jdock.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.layer.LayerFiles;
import dev.jdock.image.layer.LayerPacker;
import dev.jdock.image.layer.LayerUnpacker;
import dev.jdock.image.layer.PackedLayer;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Unpacked layers, shared by every image that has them: {@code <root>/layers/<diffid>/diff}.
 * Thread-safe; one process only.
 *
 * <p>A layer's directory appears by a rename, whole. Its files are flushed to the disk only when an
 * image comes to need them ({@link #sync}); until then it is marked with the boot it belongs to,
 * and dropped by the first {@link #open} after a power cut.
 */
public final class LayerStore {
  private static final String TEMPORARY = "tmp-";
  private static final String META = "meta.json";
  private static final String UNSYNCED = "unsynced";
  private static final String BLOBS = "blobs.json";
  private static final int SHORT = 16;

  /**
   * The directories of a layer in the making, for an overlay mount: all on one file system, both
   * empty at first. Ends with {@link #commit} or {@link #abandon}.
   */
  public interface Session {
    Path upper();

    Path work();
  }

  /** Keeps layers from being removed until it is closed. */
  public interface Lease extends AutoCloseable {
    @Override
    void close();
  }

  private record Draft(LayerFiles files) implements Session {
    @Override
    public Path upper() {
      return files.diff();
    }

    @Override
    public Path work() {
      return files.root().resolve("work");
    }
  }

  private final Path directory;
  private final Path shortNames;
  private final String boot;
  private final AtomicLong drafts = new AtomicLong();
  // Names of directories that somebody of this process is at work on.
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Layer> layers = new HashMap<>();
  private final Map<Digest, Integer> leases = new HashMap<>();
  private final Set<Digest> doomed = new HashSet<>();
  private final Map<Digest, String> damaged = new HashMap<>();
  private final DiskSpace space;

  private LayerStore(Path root, String boot) {
    this.directory = root.resolve("layers");
    this.shortNames = root.resolve("l");
    this.boot = boot;
    this.space = new DiskSpace(directory);
  }

  /** Opens the store below {@code root}, making it if need be, and removes a crash's leftovers. */
  static LayerStore open(Path root) {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      LayerStore store = new LayerStore(root, boot);
      Files.createDirectories(store.directory);
      Files.createDirectories(store.shortNames);
      store.load();
      return store;
    } catch (IOException e) {
      throw JdockException.internal("cannot open the layers below " + root, e);
    }
  }

  private void load() throws IOException {
    try (Directory all = Directory.open(directory)) {
      for (Directory.Entry entry : all.list()) {
        String name = entry.name();
        Path layer = directory.resolve(name);
        if (!Digest.isDigest(Digest.PREFIX + name) || isLost(layer)) {
          all.removeTree(name);
        } else {
          load(new Digest(name), layer);
        }
      }
    }
  }

  private boolean isLost(Path layer) throws IOException {
    Path mark = layer.resolve(UNSYNCED);
    return Files.exists(mark) && !Files.readString(mark).equals(boot);
  }

  /** What is damaged stays where it is, for its owner to look at, until it is made again. */
  private void load(Digest diffId, Path layer) {
    try {
      JsonNode meta = Json.read(Files.readAllBytes(layer.resolve(META)), META);
      layers.put(
          diffId, new Layer(diffId, meta.path("size").asLong(), meta.path("tarSize").asLong()));
    } catch (IOException | JdockException e) {
      damaged.put(diffId, "layer " + diffId + " is left out: " + e);
    }
  }

  /**
   * What {@link #open} found damaged, a line each. What is not among {@code named} is no loss: a
   * power cut leaves layers in any state until an image names them, and these are removed.
   */
  List<String> damaged(Set<Digest> named) {
    List<String> lines = new ArrayList<>();
    damaged.forEach((diffId, line) -> {
      if (named.contains(diffId)) {
        lines.add(line);
      } else {
        removeDirectory(root(diffId));
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
    Draft draft = draft();
    try {
      InputStream plain = Compression.uncompressed(tar);
      return publish(draft, LayerUnpacker.unpackTar(space.guarding(plain), draft.files()));
    } catch (IOException e) {
      throw LayerUnpacker.unreadable(e);
    } finally {
      abandon(draft);
    }
  }

  /**
   * Unpacks a layer's archive, not compressed, and keeps it only if {@code check} does not throw.
   *
   * @param tar read to its end; not closed
   */
  public Layer add(InputStream tar, Consumer<Layer> check) {
    Draft draft = draft();
    try {
      PackedLayer packed = LayerUnpacker.unpackTar(space.guarding(tar), draft.files());
      check.accept(new Layer(packed.diffId(), packed.size(), packed.tarSize()));
      return publish(draft, packed);
    } finally {
      abandon(draft);
    }
  }

  /**
   * Sees to it that a layer in the making leaves some room on the disk for everybody else.
   *
   * @throws JdockException INTERNAL {@code no space left on device}
   */
  public void checkSpace() {
    space.check();
  }

  public Session begin() {
    Draft draft = draft();
    try (Directory root = Directory.open(draft.files().root())) {
      root.makeDirectory("work", 0700);
    }
    return draft;
  }

  private Draft draft() {
    String name = temporary();
    try (Directory all = Directory.open(directory)) {
      all.makeDirectory(name, 0700);
      try (Directory root = all.child(name)) {
        root.makeDirectory("diff", 0755);
        root.setMode("diff", 0755);
      }
    } catch (SyscallException e) {
      throw JdockException.internal(e.getMessage() + "", e);
    }
    return new Draft(new LayerFiles(directory.resolve(name)));
  }

  /**
   * Makes a layer of what is in the session's upper directory, which must not be mounted any more;
   * it becomes the layer by a rename. An equal layer already there is used instead.
   */
  public Layer commit(Session session) {
    Draft draft = (Draft) session;
    try (Directory root = Directory.open(draft.files().root())) {
      root.removeTree("work");
      return publish(draft, LayerPacker.pack(draft.files()));
    } finally {
      abandon(draft);
    }
  }

  /** Removes the session's directories; does nothing after a commit. */
  public void abandon(Session session) {
    removeDirectory(((Draft) session).files().root());
  }

  private String temporary() {
    String name = TEMPORARY + drafts.incrementAndGet();
    busy.add(name);
    return name;
  }

  private void removeDirectory(Path path) {
    String name = String.valueOf(path.getFileName());
    try (Directory all = Directory.open(directory)) {
      all.removeTree(name);
      busy.remove(name);
    } catch (SyscallException e) {
      throw JdockException.internal(e.getMessage() + "", e);
    }
  }

  private Layer publish(Draft draft, PackedLayer packed) {
    Layer layer = new Layer(packed.diffId(), packed.size(), packed.tarSize());
    Path root = draft.files().root();
    try {
      byte[] meta =
          Json.bytes(Json.object().put("size", layer.size()).put("tarSize", layer.tarSize()));
      Files.write(root.resolve(META), meta);
      Files.writeString(root.resolve(UNSYNCED), boot);
      synchronized (this) {
        doomed.remove(layer.diffId());
        if (!layers.containsKey(layer.diffId())) {
          removeDamaged(root(layer.diffId()));
          Files.move(root, root(layer.diffId()));
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
      Path old = directory.resolve(temporary());
      Files.move(root, old);
      removeDirectory(old);
    }
  }

  /** Unfinished directories that nobody is at work on. */
  List<String> leftovers() {
    try (Directory all = Directory.open(directory)) {
      return all.list().stream()
          .map(Directory.Entry::name)
          .filter(name -> name.startsWith(TEMPORARY) && !busy.contains(name))
          // Names are not used twice: one that was removed meanwhile is gone for good.
          .filter(name -> Files.exists(directory.resolve(name)))
          .toList();
    } catch (SyscallException e) {
      throw JdockException.internal(e.getMessage() + "", e);
    }
  }

  void removeLeftover(String name) {
    removeDirectory(directory.resolve(name));
  }

  /** Short names that lead nowhere. */
  synchronized List<String> danglingNames() {
    try (var links = Files.list(shortNames)) {
      return links
          .filter(link -> !Files.exists(link))
          .map(link -> String.valueOf(link.getFileName()))
          .toList();
    } catch (IOException e) {
      throw JdockException.internal("cannot list " + shortNames, e);
    }
  }

  synchronized void removeName(String link) {
    try {
      Files.deleteIfExists(shortNames.resolve(link));
    } catch (IOException e) {
      throw JdockException.internal("cannot remove " + link, e);
    }
  }

  /** Makes sure that the layers survive a power cut. Nobody else has to wait meanwhile. */
  void sync(Collection<Digest> diffIds) {
    Map<Path, Layer> marks = unsynced(diffIds);
    if (marks.isEmpty()) {
      return;
    }
    try (Directory all = Directory.open(directory)) {
      all.syncFileSystem();
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
      Path mark = root(diffId).resolve(UNSYNCED);
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
    return new LayerFiles(root(layer(diffId).diffId())).diff();
  }

  private Path root(Digest diffId) {
    return directory.resolve(diffId.hex());
  }

  /** The layer's forms in registries as far as they are known, best first. */
  public synchronized List<LayerBlob> blobs(Digest diffId) {
    if (!layers.containsKey(diffId)) {
      return List.of();
    }
    try {
      return LayerBlob.readAll(Files.readAllBytes(root(diffId).resolve(BLOBS)));
    } catch (IOException | JdockException e) {
      // Not known, then: the next transfer finds them out again.
      return List.of();
    }
  }

  /** Remembers that {@code repository} has the layer in this form. */
  public synchronized void addBlob(Digest diffId, Descriptor blob, String repository) {
    if (layers.containsKey(diffId)) {
      byte[] content = LayerBlob.writeAll(LayerBlob.with(blobs(diffId), blob, repository));
      Path file = root(diffId).resolve(BLOBS);
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

  /** A short path of the same directory, for mount options that are limited to a page. */
  public synchronized Path shortName(Digest diffId) {
    Path target = Path.of("..", "layers", layer(diffId).diffId().hex(), "diff");
    try {
      for (int length = SHORT; ; length += SHORT) {
        Path link = shortNames.resolve(diffId.hex().substring(0, length));
        if (!Files.isSymbolicLink(link)) {
          return Files.createSymbolicLink(link, target);
        }
        if (Files.readSymbolicLink(link).equals(target)) {
          return link;
        }
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot name layer " + diffId, e);
    }
  }

  /** Writes the layer's uncompressed tar archive, whose digest is the diffID. */
  public void writeTar(Digest diffId, OutputStream out) throws IOException {
    try (InputStream in = openTar(diffId)) {
      long _ = in.transferTo(out);
    }
  }

  /** The layer's uncompressed tar archive, whose digest is the diffID; the caller closes it. */
  public InputStream openTar(Digest diffId) {
    return new LayerFiles(root(layer(diffId).diffId())).openTar();
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
        synchronized (LayerStore.this) {
          if (!closed) {
            closed = true;
            held.forEach(LayerStore.this::release);
          }
        }
      }
    };
  }

  private synchronized void release(Digest diffId) {
    leases.merge(diffId, -1, (old, one) -> old + one == 0 ? null : old + one);
    if (!leases.containsKey(diffId) && doomed.remove(diffId)) {
      remove(diffId);
    }
  }

  /** Removes a layer, once nobody holds it any more; does nothing when it is not there. */
  synchronized void remove(Digest diffId) {
    if (leases.containsKey(diffId)) {
      doomed.add(diffId);
      return;
    }
    if (layers.remove(diffId) == null) {
      return;
    }
    try {
      // Renamed first: a directory under a digest's name is always whole.
      Path root = directory.resolve(temporary());
      Files.move(root(diffId), root);
      Files.deleteIfExists(shortNames.resolve(diffId.hex().substring(0, SHORT)));
      removeDirectory(root);
    } catch (IOException e) {
      throw JdockException.internal("cannot remove layer " + diffId, e);
    }
  }
}
