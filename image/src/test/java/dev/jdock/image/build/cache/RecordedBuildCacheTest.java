package dev.jdock.image.build.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.Json;
import dev.jdock.image.recorded.RecordedFiles;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of the build cache that every version has written. */
public class RecordedBuildCacheTest {
  private static final Digest KEY = new Digest("cd".repeat(32));

  @TempDir Path root;
  private ImageStore store;
  private BuildCache cache;
  private Path file;

  @BeforeEach
  void open() {
    store = ImageStore.open(root);
    cache = new BuildCache(root.resolve("build-cache"), store.layers());
    file = root.resolve("build-cache").resolve(KEY.hex() + ".json");
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The layer that it names is not there, so it is read as that of a step that changed nothing. */
  private ObjectNode recorded() {
    return Json.read(new RecordedFiles(1).read("build-cache.json"), "record");
  }

  @Test
  void recordOfVersion1() throws IOException {
    ObjectNode record = recorded();
    assertThat(record.path("layer").asText())
        .isEqualTo("sha256:ad8bcf55cfd794dd522b8d1a16c8d11b4f5298fd39dc162f180d1de7ecf5ffdf");
    Files.write(file, Json.bytes(record.put("layer", "")));
    assertThat(cache.find(KEY))
        .contains(new BuildCache.Result(null, Instant.parse("2026-11-21T17:50:54.509Z")));
  }

  @Test
  void recordsAreWrittenWithTheirVersion() throws IOException {
    cache.store(KEY, new BuildCache.Result(null, Instant.EPOCH));
    assertThat(Json.read(Files.readAllBytes(file), "record").path("version").asInt()).isEqualTo(1);
    assertThat(cache.find(KEY)).contains(new BuildCache.Result(null, Instant.EPOCH));
  }

  @Test
  void recordOfALaterVersionIsNone() throws IOException {
    Files.write(file, Json.bytes(recorded().put("layer", "").put("version", 2)));
    assertThat(cache.find(KEY)).isEmpty();
  }

  @Test
  void usesAreCountedButNotWrittenEachTime() throws IOException {
    cache.store(KEY, new BuildCache.Result(null, Instant.EPOCH));
    assertThat(cache.find(KEY)).isPresent();
    byte[] afterFirst = Files.readAllBytes(file);
    assertThat(Json.read(afterFirst, "record").path("uses").asInt()).isEqualTo(1);
    assertThat(cache.find(KEY)).isPresent();
    assertThat(cache.find(KEY)).isPresent();
    assertThat(Files.readAllBytes(file)).isEqualTo(afterFirst);
    assertThat(cache.records(Set.of()))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.uses()).isEqualTo(3);
          assertThat(record.lastUsed()).isNotNull();
        });
    assertThat(Json.read(Files.readAllBytes(file), "record").path("uses").asInt()).isEqualTo(3);
  }

  @Test
  void usesOfARecordThatIsGoneDoNotBringItBack() {
    cache.store(KEY, new BuildCache.Result(null, Instant.now()));
    assertThat(cache.find(KEY)).isPresent();
    assertThat(cache.find(KEY)).isPresent();
    cache.records(Set.of()).forEach(cache::remove);
    cache.flush();
    assertThat(file).doesNotExist();
  }
}
