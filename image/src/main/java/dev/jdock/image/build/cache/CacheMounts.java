package dev.jdock.image.build.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.cache.KeptFolders.Entry;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.dockerfile.RunMount.Sharing;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Finding;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The folders of {@code RUN --mount=type=cache}. Each is {@code <id>/files} beside its record,
 * {@code <id>/mount.json}, and appears and goes as a whole. Of one key there are several where
 * steps that ran at the same time did not want to share.
 */
public final class CacheMounts {
  /** Before the id, in place of a key that no step has given yet. */
  private static final String BROUGHT = "brought ";

  /** As the builder's folder is cleaned of it when an engine starts. */
  private static final String REMOVED = "build-removed-";

  private final Path builds;
  private final KeptFolders folders;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Map<String, Use> uses = new HashMap<>();

  /**
   * @param builds the builder's folder; {@code mounts} in it is made with the first cache
   */
  public CacheMounts(Path builds) {
    this.builds = builds;
    this.folders = new KeptFolders(builds.resolve("mounts"), "mount.json");
  }

  /** Steps that use a folder now. */
  private record Use(boolean shared, int steps) {}

  /**
   * A cache that a step asks for.
   *
   * @param key equal for equal caches
   * @param id by which users know it
   * @param description of a new one, for those who look at the build cache
   */
  public record Wanted(String key, Sharing sharing, String id, String description) {}

  /** Fills a new cache. */
  @FunctionalInterface
  public interface Filling {
    void fill(Path files) throws IOException, InterruptedException;
  }

  /** The use of a cache by one step. */
  public final class Lease implements AutoCloseable {
    private final String id;
    private final Path files;

    private Lease(String id, Path files) {
      this.id = id;
      this.files = files;
    }

    public Path files() {
      return files;
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
            folders.entries().stream().filter(entry -> entry.key().equals(wanted.key())).toList();
        Optional<Entry> usable = usable(all, wanted.sharing());
        if (usable.isPresent()) {
          return taken(usable.get(), wanted.sharing());
        }
        Optional<Entry> brought = all.isEmpty() ? brought(wanted) : Optional.empty();
        if (brought.isPresent()) {
          return taken(brought.get(), wanted.sharing());
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

  /**
   * Takes a folder of the user's for a cache. Steps that do not share it have it one after another.
   *
   * @param filling of one that is not there yet
   */
  public Lease acquire(Path folder, Sharing sharing, Filling filling)
      throws IOException, InterruptedException {
    String id = "folder " + folder;
    boolean shared = sharing == Sharing.SHARED;
    lock.lockInterruptibly();
    try {
      for (Use use = uses.get(id); use != null; use = uses.get(id)) {
        if (shared && use.shared()) {
          break;
        }
        released.await();
      }
      if (!Files.exists(folder)) {
        filling.fill(Files.createDirectories(folder));
      }
      used(id, shared);
      return new Lease(id, folder);
    } finally {
      lock.unlock();
    }
  }

  private void used(String id, boolean shared) {
    uses.merge(
        id, new Use(shared, 1), (old, one) -> new Use(old.shared(), old.steps() + one.steps()));
  }

  /** One that came from elsewhere belongs to the first step that asks for its id. */
  private Optional<Entry> brought(Wanted wanted) {
    Optional<Entry> found =
        folders.entries().stream()
            .filter(
                entry -> entry.key().equals(BROUGHT + wanted.id()) && !uses.containsKey(entry.id()))
            .findFirst();
    found.ifPresent(
        entry -> entry.json().put("key", wanted.key()).put("description", wanted.description()));
    return found;
  }

  /**
   * Takes a cache to read it, as a step that shares it.
   *
   * @param id of the mount, or the beginning of its record's
   * @throws JdockException NOT_FOUND where there is none
   */
  public Lease take(String id) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Entry entry =
            folders.entries().reversed().stream()
                .filter(each -> each.isKnownAs(id))
                .findFirst()
                .orElseThrow(() -> JdockException.notFound("No such cache mount: " + id));
        if (!uses.containsKey(entry.id()) || isShared(entry)) {
          return taken(entry, Sharing.SHARED);
        }
        released.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a cache of what comes from elsewhere, in place of all that are known by the id.
   *
   * @throws JdockException CONFLICT where a step uses one of these
   */
  public void bring(String id, Path drafts, Filling filling)
      throws IOException, InterruptedException {
    Entry made =
        folders.draft(
            new Wanted(BROUGHT + id, Sharing.SHARED, id, "imported \"" + id + "\""),
            drafts,
            filling);
    List<String> old = new ArrayList<>();
    lock.lockInterruptibly();
    try {
      for (Entry entry : folders.entries()) {
        if (entry.mount().equals(id)) {
          if (uses.containsKey(entry.id())) {
            throw JdockException.conflict("cache mount " + id + " is in use");
          }
          old.add(entry.id());
        }
      }
      folders.publish(made, drafts);
    } finally {
      lock.unlock();
    }
    old.forEach(this::remove);
  }

  /**
   * Removes all caches that are known by one of the ids. Steps keep those that they use, which
   * nobody finds again.
   */
  public void forget(Set<String> ids) {
    List<Entry> unused = new ArrayList<>();
    lock.lock();
    try {
      for (Entry entry : folders.entries()) {
        if (!ids.contains(entry.mount())) {
          continue;
        }
        if (uses.containsKey(entry.id())) {
          entry.forget();
          folders.write(entry);
        } else {
          unused.add(entry);
        }
      }
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
    unused.forEach(entry -> remove(entry.id()));
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
    folders.write(entry);
    used(entry.id(), sharing == Sharing.SHARED);
    return new Lease(entry.id(), folders.files(entry));
  }

  private Entry made(Wanted wanted, Path drafts, Filling filling)
      throws IOException, InterruptedException {
    Entry entry = folders.draft(wanted, drafts, filling);
    folders.publish(entry, drafts);
    return entry;
  }

  public List<CacheRecord> records() {
    lock.lock();
    try {
      return folders.entries().stream().map(this::record).toList();
    } finally {
      lock.unlock();
    }
  }

  private CacheRecord record(Entry entry) {
    long size;
    try (Directory files = Directory.open(folders.files(entry))) {
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
    return remove(record.id());
  }

  private boolean remove(String id) {
    Path removed = builds.resolve(REMOVED + id);
    lock.lock();
    try {
      if (uses.containsKey(id)) {
        return false;
      }
      Files.move(folders.directory().resolve(id), removed, StandardCopyOption.ATOMIC_MOVE);
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
      for (Path folder : folders.folders()) {
        if (folders.read(folder).isEmpty()) {
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
