package dev.jdock.image.build.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.dockerfile.RunMount.Sharing;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Finding;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The folders of {@code RUN --mount=type=cache}. Each is {@code <id>/files} beside its record,
 * {@code <id>/mount.json}, and appears and goes as a whole. Of one key there are several where
 * steps that ran at the same time did not want to share.
 */
public final class CacheMounts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;
  private static final String RECORD = "mount.json";
  private static final String FILES = "files";

  /** As the builder's folder is cleaned of it when an engine starts. */
  private static final String REMOVED = "build-removed-";

  private final Path builds;
  private final Path directory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Map<String, Use> uses = new HashMap<>();

  /**
   * @param builds the builder's folder; {@code mounts} in it is made with the first cache
   */
  public CacheMounts(Path builds) {
    this.builds = builds;
    this.directory = builds.resolve("mounts");
  }

  /** Steps that use a folder now. */
  private record Use(boolean shared, int steps) {}

  /** A folder and its record. */
  private record Entry(String id, ObjectNode json) {
    String key() {
      return json.path("key").asText();
    }

    Instant created() {
      return Instant.parse(json.path("created").asText());
    }

    @Nullable Instant lastUsed() {
      return json.has("lastUsed") ? Instant.parse(json.path("lastUsed").asText()) : null;
    }
  }

  /**
   * A cache that a step asks for.
   *
   * @param key equal for equal caches
   * @param description of a new one, for those who look at the build cache
   */
  public record Wanted(String key, Sharing sharing, String description) {}

  /** Fills a new cache. */
  @FunctionalInterface
  public interface Filling {
    void fill(Path files) throws IOException, InterruptedException;
  }

  /** The use of a cache by one step. */
  public final class Lease implements AutoCloseable {
    private final String id;

    private Lease(String id) {
      this.id = id;
    }

    public Path files() {
      return directory.resolve(id).resolve(FILES);
    }

    /** Others that wait may have it now. */
    @Override
    public void close() {
      lock.lock();
      try {
        uses.computeIfPresent(
            id, (_, use) -> use.steps() == 1 ? null : new Use(use.shared(), use.steps() - 1));
        released.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Takes a cache that may be used now, or makes one; for {@link Sharing#LOCKED} it waits until all
   * others of the key have been given back.
   *
   * @param drafts folder for new ones until they are whole, on the same file system
   */
  public Lease acquire(Wanted wanted, Path drafts, Filling filling)
      throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        List<Entry> all =
            entries().stream().filter(entry -> entry.key().equals(wanted.key())).toList();
        Optional<Entry> usable = usable(all, wanted.sharing());
        if (usable.isPresent()) {
          return taken(usable.get(), wanted.sharing());
        }
        if (all.isEmpty() || wanted.sharing() != Sharing.LOCKED) {
          return taken(made(wanted, drafts, filling), wanted.sharing());
        }
        released.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** One that others share already comes first, so that there are no more than necessary. */
  private Optional<Entry> usable(List<Entry> all, Sharing sharing) {
    Optional<Entry> joined =
        all.stream().filter(entry -> sharing == Sharing.SHARED && isShared(entry)).findFirst();
    return joined.isPresent()
        ? joined
        : all.stream().filter(entry -> !uses.containsKey(entry.id())).findFirst();
  }

  private boolean isShared(Entry entry) {
    Use use = uses.get(entry.id());
    return use != null && use.shared();
  }

  private Lease taken(Entry entry, Sharing sharing) throws IOException {
    ObjectNode json = entry.json();
    json.put("lastUsed", Instant.now().toString()).put("uses", json.path("uses").asInt() + 1);
    Path folder = directory.resolve(entry.id());
    Path draft = folder.resolve(RECORD + ".tmp");
    Files.write(draft, JSON.writeValueAsBytes(json));
    Files.move(draft, folder.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE);
    uses.merge(
        entry.id(),
        new Use(sharing == Sharing.SHARED, 1),
        (old, one) -> new Use(old.shared(), old.steps() + one.steps()));
    return new Lease(entry.id());
  }

  private Entry made(Wanted wanted, Path drafts, Filling filling)
      throws IOException, InterruptedException {
    Path draft = Files.createTempDirectory(drafts, "cache-");
    filling.fill(Files.createDirectory(draft.resolve(FILES)));
    ObjectNode json = JSON.createObjectNode();
    json.put(RecordVersion.FIELD, VERSION);
    json.put("key", wanted.key());
    json.put("description", wanted.description());
    json.put("created", Instant.now().toString());
    Files.write(draft.resolve(RECORD), JSON.writeValueAsBytes(json));
    String id = new KeyHash("cache").add(UUID.randomUUID().toString()).digest().hex();
    Files.createDirectories(directory);
    Files.move(draft, directory.resolve(id), StandardCopyOption.ATOMIC_MOVE);
    return new Entry(id, json);
  }

  /** All that can be read, the oldest first. */
  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Path folder : folders()) {
      read(folder).ifPresent(entries::add);
    }
    entries.sort(Comparator.comparing(Entry::created).thenComparing(Entry::id));
    return entries;
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      all.forEach(each -> {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          folders.add(each);
        }
      });
    } catch (NoSuchFileException none) {
      return folders;
    } catch (IOException | DirectoryIteratorException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
    return folders;
  }

  /** One that cannot be read, of a later version for example, is as good as none. */
  private static Optional<Entry> read(Path folder) {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(folder.resolve(RECORD)));
      RecordVersion.check(json, VERSION);
      if (!(json instanceof ObjectNode object)) {
        return Optional.empty();
      }
      Entry entry = new Entry(String.valueOf(folder.getFileName()), object);
      Instant _ = entry.created();
      Instant _ = entry.lastUsed();
      return Optional.of(entry);
    } catch (NoSuchFileException | JsonProcessingException | DateTimeException | JdockException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  public List<CacheRecord> records() {
    lock.lock();
    try {
      return entries().stream().map(this::record).toList();
    } finally {
      lock.unlock();
    }
  }

  private CacheRecord record(Entry entry) {
    long size;
    try (Directory files = Directory.open(directory.resolve(entry.id()).resolve(FILES))) {
      size = Trees.size(files);
    }
    return new CacheRecord(
        entry.id(),
        CacheRecord.Type.MOUNT,
        entry.json().path("description").asText(),
        null,
        size,
        false,
        uses.containsKey(entry.id()),
        entry.created(),
        entry.lastUsed(),
        entry.json().path("uses").asInt());
  }

  /**
   * Removes a cache with its files.
   *
   * @return whether it is gone; one that a step uses stays
   */
  public boolean remove(CacheRecord record) {
    Path removed = builds.resolve(REMOVED + record.id());
    lock.lock();
    try {
      if (uses.containsKey(record.id())) {
        return false;
      }
      Files.move(directory.resolve(record.id()), removed, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
    Trees.remove(removed);
    return true;
  }

  /** Reports folders whose record cannot be read. */
  public void check(boolean repair, CheckListener listener) {
    lock.lock();
    try {
      for (Path folder : folders()) {
        if (read(folder).isEmpty()) {
          if (repair) {
            Trees.remove(folder);
          }
          listener.found(
              Finding.leftover(
                  "build-cache/mounts/" + folder.getFileName(), "cannot be read", repair));
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
