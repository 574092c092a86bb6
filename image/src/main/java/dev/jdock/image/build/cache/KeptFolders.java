package dev.jdock.image.build.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folders that the builder keeps, each with its record beside its files.
 *
 * @param directory made with the first of them
 * @param recordName file name of the records
 */
record KeptFolders(Path directory, String recordName) {
  private static final int VERSION = 1;
  static final String FILES = "files";

  /** The field with the id that users know it by. */
  private static final String MOUNT = "mount";

  /** Of a record's id, as many digits as are shown. */
  private static final int SHORTEST = 12;

  /** A folder and its record. */
  record Entry(String id, ObjectNode json) {
    String key() {
      return json.path("key").asText();
    }

    /** By which users know the mount; empty in a record of an earlier version. */
    String mount() {
      return json.path(MOUNT).asText();
    }

    /** Makes it one that nobody asks for. */
    void forget() {
      json.put("key", "").put(MOUNT, "");
    }

    boolean isKnownAs(String name) {
      return mount().equals(name) || (name.length() >= SHORTEST && id.startsWith(name));
    }

    Instant created() {
      return Instant.parse(json.path("created").asText());
    }

    @Nullable Instant lastUsed() {
      return json.has("lastUsed") ? Instant.parse(json.path("lastUsed").asText()) : null;
    }
  }

  Path root(Entry entry) {
    return directory.resolve(entry.id());
  }

  Path files(Entry entry) {
    return root(entry).resolve(FILES);
  }

  /** A whole one, but out of reach. */
  Entry draft(CacheMounts.Wanted wanted, Path drafts, CacheMounts.Filling filling)
      throws IOException, InterruptedException {
    String id = new KeyHash("cache").add(UUID.randomUUID().toString()).digest().hex();
    Path draft = Files.createDirectory(drafts.resolve(id));
    filling.fill(Files.createDirectory(draft.resolve(FILES)));
    ObjectNode json = Json.object();
    json.put(RecordVersion.FIELD, VERSION);
    json.put("key", wanted.key());
    json.put(MOUNT, wanted.id());
    json.put("description", wanted.description());
    json.put("created", Instant.now().toString());
    Files.write(draft.resolve(recordName), Json.bytes(json));
    return new Entry(id, json);
  }

  void publish(Entry entry, Path drafts) throws IOException {
    Files.createDirectories(directory);
    Files.move(drafts.resolve(entry.id()), root(entry), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes a record anew. */
  void write(Entry entry) throws IOException {
    Path draft = root(entry).resolve(recordName + ".tmp");
    Files.write(draft, Json.bytes(entry.json()));
    Files.move(draft, root(entry).resolve(recordName), StandardCopyOption.ATOMIC_MOVE);
  }

  /** All that can be read, the oldest first. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Path folder : folders()) {
      read(folder).ifPresent(entries::add);
    }
    entries.sort(Comparator.comparing(Entry::created).thenComparing(Entry::id));
    return entries;
  }

  List<Path> folders() {
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
  Optional<Entry> read(Path folder) {
    try {
      JsonNode json = Json.parse(Files.readAllBytes(folder.resolve(recordName)));
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
}
