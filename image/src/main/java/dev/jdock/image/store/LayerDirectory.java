package dev.jdock.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.LayerFiles;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The directories in which layers are: by the hex digits of their diffIDs, always complete; layers
 * that are being created or deleted have temporary names. Thread-safe, as a temporary name is used
 * by one thread only; the {@link LayerStore} coordinates the use of the others.
 */
final class LayerDirectory {
  private static final String TEMPORARY = "tmp-";
  private static final String META = "meta.json";

  // Of all that is in the directory: the recipe, which has no place for one, has that of META.
  private static final int VERSION = 1;
  private static final String UNSYNCED = "unsynced";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path directory;
  private final String boot;
  private final AtomicLong drafts = new AtomicLong();
  // Names of directories that somebody of this process is at work on.
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Set<Thread> removals = ConcurrentHashMap.newKeySet();

  private LayerDirectory(Path directory, String boot) {
    this.directory = directory;
    this.boot = boot;
  }

  /** Opens the directory, making it if need be. */
  static LayerDirectory open(Path directory) throws IOException {
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    Files.createDirectories(directory);
    return new LayerDirectory(directory, boot);
  }

  /** Removes a crash's leftovers, and what a power cut took; the layers that remain. */
  List<Digest> tidy() throws IOException {
    List<Digest> found = new ArrayList<>();
    try (Directory all = Directory.open(directory)) {
      for (Directory.Entry entry : all.list()) {
        String name = entry.name();
        if (!Digest.isDigest(Digest.PREFIX + name) || isLost(directory.resolve(name))) {
          all.removeTree(name);
        } else {
          found.add(new Digest(name));
        }
      }
    }
    return found;
  }

  private boolean isLost(Path layer) throws IOException {
    Path mark = layer.resolve(UNSYNCED);
    return Files.exists(mark) && !Files.readString(mark).equals(boot);
  }

  Path path() {
    return directory;
  }

  /** Where the layer is, if it is there. */
  Path root(Digest diffId) {
    return directory.resolve(diffId.hex());
  }

  /** Marks a layer that would not survive a power cut. */
  Path unsynced(Digest diffId) {
    return root(diffId).resolve(UNSYNCED);
  }

  void syncFileSystem() {
    try (Directory all = Directory.open(directory)) {
      all.syncFileSystem();
    }
  }

  /**
   * What is written down of a layer.
   *
   * @throws NewerRecordException for a layer that a later jdock has made
   * @throws JdockException INVALID when it is damaged, likewise IOException
   */
  Layer read(Digest diffId) throws IOException {
    JsonNode meta = Json.read(Files.readAllBytes(root(diffId).resolve(META)), META);
    RecordVersion.check(meta, VERSION);
    return new Layer(
        diffId,
        meta.path("size").asLong(),
        meta.path("tarSize").asLong(),
        meta.path("checksum").asText(""));
  }

  /** Whether a layer cannot be read because a later jdock has made it. */
  boolean isNewer(Digest diffId) {
    try {
      Layer _ = read(diffId);
      return false;
    } catch (NewerRecordException e) {
      return true;
    } catch (IOException | JdockException damaged) {
      return false;
    }
  }

  /** Writes down what the draft is to become, and that it is not synced. */
  void describe(LayerDraft draft, Layer layer) throws IOException {
    Path root = draft.files().root();
    byte[] meta =
        Json.bytes(
            Json.object()
                .put(RecordVersion.FIELD, VERSION)
                .put("size", layer.size())
                .put("tarSize", layer.tarSize())
                .put("checksum", layer.checksum()));
    Files.write(root.resolve(META), meta);
    Files.writeString(root.resolve(UNSYNCED), boot);
  }

  /** A new one with a directory for its files. */
  LayerDraft draft() {
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
    return new LayerDraft(new LayerFiles(directory.resolve(name)));
  }

  private String temporary() {
    String name = TEMPORARY + drafts.incrementAndGet();
    busy.add(name);
    return name;
  }

  /** Gives a layer's directory a temporary name; to be deleted by the caller. */
  Path discard(Path root) throws IOException {
    Path discarded = directory.resolve(temporary());
    Files.move(root, discarded);
    return discarded;
  }

  /** Deletes a directory with its content; does nothing when it does not exist. */
  void delete(Path root) {
    String name = String.valueOf(root.getFileName());
    try (Directory all = Directory.open(directory)) {
      all.removeTree(name);
      busy.remove(name);
    } catch (SyscallException e) {
      throw JdockException.internal(e.getMessage() + "", e);
    }
  }

  /**
   * As {@link #delete}, of a directory with a temporary name, without waiting for it: a large one
   * takes seconds. What a crash leaves of it is removed when the store is opened.
   */
  void deleteLater(Path root) {
    if (!Files.exists(root)) {
      busy.remove(String.valueOf(root.getFileName()));
      return;
    }
    Thread removal =
        Thread.ofPlatform()
            .daemon()
            .name("layer-removal")
            .unstarted(() -> {
              try {
                delete(root);
              } catch (JdockException unfinished) {
                // The check of the store finds it, and the next start removes it.
                busy.remove(String.valueOf(root.getFileName()));
              } finally {
                removals.remove(Thread.currentThread());
              }
            });
    removals.add(removal);
    removal.start();
  }

  /** Waits until {@link #deleteLater} has come to an end for all, a few seconds at most. */
  void awaitRemovals() {
    try {
      for (Thread removal : List.copyOf(removals)) {
        boolean _ = removal.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Unfinished directories that no thread is writing. */
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
}
