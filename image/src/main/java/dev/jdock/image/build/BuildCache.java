package dev.jdock.image.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What operations came to, by the digest of all they depend on: one small file each. A record is
 * good only while the store has its layer, so deleting either is always safe.
 */
final class BuildCache {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param layer null when the operation changed nothing
   * @param created when it was done, which later builds repeat to come to the same image
   */
  record Result(@Nullable Digest layer, Instant created) {}

  private final Path directory;
  private final LayerStore layers;

  BuildCache(Path directory, LayerStore layers) {
    this.directory = directory;
    this.layers = layers;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  Optional<Result> find(Digest key) {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file(key)));
      Instant created = Instant.parse(json.path("created").asText());
      String layer = json.path("layer").asText();
      if (layer.isEmpty()) {
        return Optional.of(new Result(null, created));
      }
      return layers.find(Digest.parse(layer)).map(l -> new Result(l.diffId(), created));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException | DateTimeException e) {
      // Half a record after a crash is as good as none.
      return Optional.empty();
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  void store(Digest key, Result result) {
    ObjectNode json = JSON.createObjectNode();
    json.put("created", result.created().toString());
    Digest layer = result.layer();
    json.put("layer", layer == null ? "" : layer.toString());
    try {
      Path draft = Files.createTempFile(directory, "draft-", ".tmp");
      Files.write(draft, JSON.writeValueAsBytes(json));
      Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  /** The layers that records name; records of layers that are gone are deleted. */
  Set<Digest> layers() {
    Set<Digest> named = new HashSet<>();
    try (DirectoryStream<Path> records = Files.newDirectoryStream(directory, "*.json")) {
      for (Path record : records) {
        String layer = JSON.readTree(Files.readAllBytes(record)).path("layer").asText();
        if (Digest.isDigest(layer) && layers.find(Digest.parse(layer)).isPresent()) {
          named.add(Digest.parse(layer));
        } else if (!layer.isEmpty()) {
          Files.deleteIfExists(record);
        }
      }
      return named;
    } catch (IOException | DirectoryIteratorException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  private Path file(Digest key) {
    return directory.resolve(key.hex() + ".json");
  }
}
