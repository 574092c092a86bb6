package dev.jdock.image.build.cache;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.cache.KeptFolders.Entry;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.dockerfile.RunMount.Sharing;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What clients have sent of their folders, kept for the next build of the same: {@code <id>/files}
 * beside {@code <id>/context.json} and the listing of what is in it. Of one key there are several
 * where builds ran at the same time. Those that were used longest ago make room.
 */
public final class KeptContexts {
  /** Bytes of files that are kept between builds, of all folders together. */
  private static final long MOST_BYTES = 4L << 30;

  private static final int MOST_FOLDERS = 100;
  private static final String REMOVED = "build-removed-";

  private final Path builds;
  private final KeptFolders folders;
  private final long mostBytes;
  private final Set<String> used = new HashSet<>();

  /**
   * @param builds the builder's folder; {@code contexts} in it is made with the first one
   */
  public KeptContexts(Path builds) {
    this(builds, MOST_BYTES);
  }

  /**
   * @param mostBytes of all that are in no build
   */
  KeptContexts(Path builds, long mostBytes) {
    this.builds = builds;
    this.folders = new KeptFolders(builds.resolve("contexts"), "context.json");
    this.mostBytes = mostBytes;
  }

  /**
   * Takes what is there of a folder, or nothing yet, for one build.
   *
   * @param key of the client and its folder; empty for one that is not kept
   * @param name of the folder in the client's words
   */
  public synchronized KeptContext take(String key, String name) {
    String known = key.isEmpty() ? "" : new KeyHash("context").add(key).add(name).digest().hex();
    try {
      for (Entry entry : folders.entries()) {
        if (!known.isEmpty() && entry.key().equals(known) && !used.contains(entry.id())) {
          return taken(entry);
        }
      }
      return taken(made(known, name));
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeptContext taken(Entry entry) throws IOException {
    int uses = entry.json().path("uses").asInt() + 1;
    entry.json().put("lastUsed", Instant.now().toString()).put("uses", uses);
    folders.write(entry);
    used.add(entry.id());
    return new KeptContext(folders.root(entry), size(entry), size -> givenBack(entry, size));
  }

  private Entry made(String key, String name) throws IOException, InterruptedException {
    // A name that is removed when an engine starts.
    Path drafts = Files.createTempDirectory(builds, ReceivedContext.PREFIX);
    try {
      Entry entry =
          folders.draft(
              new CacheMounts.Wanted(key, Sharing.PRIVATE, "", "local source for " + name),
              drafts,
              files -> {});
      folders.publish(entry, drafts);
      return entry;
    } finally {
      Trees.remove(drafts);
    }
  }

  /** One without a key has served its build. */
  private void givenBack(Entry entry, long size) {
    List<String> removed = new ArrayList<>();
    synchronized (this) {
      try {
        if (Files.exists(folders.root(entry))) {
          entry.json().put("size", size);
          folders.write(entry);
        }
      } catch (IOException e) {
        throw JdockException.internal("build cache: " + e.getMessage(), e);
      } finally {
        used.remove(entry.id());
      }
      if (entry.key().isEmpty()) {
        removed.add(entry.id());
      }
      List<Entry> rest =
          new ArrayList<>(
              folders.entries().stream().filter(each -> !used.contains(each.id())).toList());
      rest.sort(Comparator.comparing(KeptContexts::lastUse).reversed());
      long bytes = 0;
      for (int index = 0; index < rest.size(); index++) {
        bytes += size(rest.get(index));
        if (bytes > mostBytes || index >= MOST_FOLDERS) {
          removed.add(rest.get(index).id());
        }
      }
    }
    removed.forEach(this::remove);
  }

  private static Instant lastUse(Entry entry) {
    Instant last = entry.lastUsed();
    return last == null ? entry.created() : last;
  }

  private static long size(Entry entry) {
    return entry.json().path("size").asLong();
  }

  public synchronized List<CacheRecord> records() {
    return folders.entries().stream().map(this::record).toList();
  }

  private CacheRecord record(Entry entry) {
    return new CacheRecord(
        entry.id(),
        CacheRecord.Type.CONTEXT,
        entry.json().path("description").asText(),
        null,
        size(entry),
        false,
        used.contains(entry.id()),
        entry.created(),
        entry.lastUsed(),
        entry.json().path("uses").asInt());
  }

  /**
   * Removes a folder.
   *
   * @return whether it is gone; one that a build reads stays
   */
  public boolean remove(CacheRecord record) {
    return remove(record.id());
  }

  private boolean remove(String id) {
    Path removed = builds.resolve(REMOVED + id);
    synchronized (this) {
      if (used.contains(id)) {
        return false;
      }
      try {
        Files.move(folders.directory().resolve(id), removed, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException gone) {
        return false;
      } catch (IOException e) {
        throw JdockException.internal("build cache: " + e.getMessage(), e);
      }
    }
    Trees.remove(removed);
    return true;
  }

  /** Reports folders whose record cannot be read. */
  public synchronized void check(boolean repair, CheckListener listener) {
    for (Path folder : folders.folders()) {
      if (folders.read(folder).isEmpty()) {
        if (repair) {
          Trees.remove(folder);
        }
        listener.found(
            Finding.leftover(
                "build-cache/contexts/" + folder.getFileName(), "cannot be read", repair));
      }
    }
  }
}
