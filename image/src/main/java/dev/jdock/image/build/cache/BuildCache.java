package dev.jdock.image.build.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.content.DurableFiles;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Finding;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerStore;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results of operations, each in a small file named by the digest of all that the operation
 * depends on. A record is valid only while the store has its layer, so deleting either is always
 * safe.
 */
public final class BuildCache {
  private static final int VERSION = 1;
  private static final String DRAFT = "draft-";
  private static final String SUFFIX = ".json";
  private static final String NEVER = Instant.EPOCH.toString();

  /**
   * @param layer null when the operation changed nothing
   * @param created when it was done, which later builds repeat to come to the same image
   */
  public record Result(@Nullable Digest layer, Instant created) {}

  /** A use is not written down as long as there is a younger one than this. */
  private static final Duration RECENT = Duration.ofHours(1);

  /** More uses than these are not kept in memory. */
  private static final int MOST_PENDING = 1000;

  private record Uses(int count, Instant last) {
    Uses and(Uses later) {
      return new Uses(count + later.count, later.last);
    }
  }

  private final Path directory;
  private final LayerStore layers;

  /** Uses that the files do not tell of yet: writing one takes longer than finding a result. */
  private final Map<Digest, Uses> pending = new HashMap<>();

  public BuildCache(Path directory, LayerStore layers) {
    this.directory = directory;
    this.layers = layers;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  /** Finding a record counts as a use of it. */
  public Optional<Result> find(Digest key) {
    Optional<JsonNode> record = read(file(key));
    if (record.isEmpty()) {
      return Optional.empty();
    }
    JsonNode json = record.get();
    Instant created = Instant.parse(json.path("created").asText());
    String layer = json.path("layer").asText();
    Optional<Result> result =
        layer.isEmpty()
            ? Optional.of(new Result(null, created))
            : layers.find(Digest.parse(layer)).map(l -> new Result(l.diffId(), created));
    result.ifPresent(_ -> use(key, json));
    return result;
  }

  private void use(Digest key, JsonNode json) {
    Instant now = Instant.now();
    Instant last = Instant.parse(json.path("lastUsed").asText(NEVER));
    boolean many;
    synchronized (pending) {
      pending.merge(key, new Uses(1, now), Uses::and);
      many = pending.size() > MOST_PENDING;
    }
    if (many || last.plus(RECENT).isBefore(now)) {
      flush();
    }
  }

  /** Writes down what has been used. */
  public void flush() {
    Map<Digest, Uses> all;
    synchronized (pending) {
      all = Map.copyOf(pending);
      pending.clear();
    }
    all.forEach((key, uses) ->
        read(file(key))
            .ifPresent(json ->
                write(
                    key,
                    ((ObjectNode) json)
                        .put("lastUsed", uses.last().toString())
                        .put("uses", json.path("uses").asInt() + uses.count()))));
  }

  /** Half a record after a crash is as good as none, and so is one of a later version. */
  private static Optional<JsonNode> read(Path file) {
    try {
      JsonNode json = Json.parse(Files.readAllBytes(file));
      RecordVersion.check(json, VERSION);
      Instant _ = Instant.parse(json.path("created").asText());
      Instant _ = Instant.parse(json.path("lastUsed").asText(NEVER));
      String layer = json.path("layer").asText();
      return layer.isEmpty() || Digest.isDigest(layer) ? Optional.of(json) : Optional.empty();
    } catch (NoSuchFileException | JsonProcessingException | DateTimeException | JdockException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  public void store(Digest key, Result result) {
    ObjectNode json = Json.object();
    json.put(RecordVersion.FIELD, VERSION);
    json.put("created", result.created().toString());
    Digest layer = result.layer();
    json.put("layer", layer == null ? "" : layer.toString());
    write(key, json);
  }

  private void write(Digest key, ObjectNode json) {
    try {
      Path draft = Files.createTempFile(directory, DRAFT, ".tmp");
      Files.write(draft, Json.bytes(json));
      Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  /** The layers that records name; records of layers that do not exist any more are deleted. */
  public Set<Digest> layers() {
    Set<Digest> named = new HashSet<>();
    for (Path file : files()) {
      String layer = read(file).map(json -> json.path("layer").asText()).orElse("gone");
      if (Digest.isDigest(layer) && layers.find(Digest.parse(layer)).isPresent()) {
        named.add(Digest.parse(layer));
      } else if (!layer.isEmpty()) {
        delete(file);
      }
    }
    return named;
  }

  /**
   * Every record.
   *
   * @param shared layers that images have
   */
  public List<CacheRecord> records(Set<Digest> shared) {
    flush();
    List<CacheRecord> records = new ArrayList<>();
    for (Path file : files()) {
      String name = String.valueOf(file.getFileName());
      read(file)
          .ifPresent(json ->
              records.add(
                  record(name.substring(0, name.length() - SUFFIX.length()), json, shared)));
    }
    return records;
  }

  private CacheRecord record(String id, JsonNode json, Set<Digest> shared) {
    String layer = json.path("layer").asText();
    long size = layer.isEmpty() ? 0 : layers.find(Digest.parse(layer)).map(Layer::size).orElse(0L);
    return new CacheRecord(
        id,
        CacheRecord.Type.STEP,
        "",
        layer.isEmpty() ? null : layer,
        size,
        !layer.isEmpty() && shared.contains(Digest.parse(layer)),
        false,
        Instant.parse(json.path("created").asText()),
        json.has("lastUsed") ? Instant.parse(json.path("lastUsed").asText()) : null,
        json.path("uses").asInt());
  }

  public void remove(CacheRecord record) {
    delete(directory.resolve(record.id() + SUFFIX));
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      all.forEach(files::add);
      return files;
    } catch (IOException | DirectoryIteratorException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  /** Reports records that cannot be used, and temporary files of interrupted writes. */
  public void check(boolean repair, CheckListener listener) {
    Map<Path, String> useless = new TreeMap<>();
    for (Path file : files()) {
      Optional<String> layer = read(file).map(json -> json.path("layer").asText());
      if (layer.isEmpty()) {
        useless.put(file, "cannot be read");
      } else if (!layer.get().isEmpty() && layers.find(Digest.parse(layer.get())).isEmpty()) {
        useless.put(file, "its layer is not there");
      }
    }
    try {
      DurableFiles.forgotten(directory, DRAFT + "*").forEach(f -> useless.put(f, "unfinished"));
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
    useless.forEach((file, problem) -> {
      if (repair) {
        delete(file);
      }
      listener.found(Finding.leftover("build-cache/" + file.getFileName(), problem, repair));
    });
  }

  private Path file(Digest key) {
    return directory.resolve(key.hex() + SUFFIX);
  }
}
