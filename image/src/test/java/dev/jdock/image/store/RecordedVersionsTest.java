package dev.jdock.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.layer.Archive;
import dev.jdock.image.oci.Json;
import dev.jdock.image.recorded.RecordedFiles;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of images and layers that every version has written. */
class RecordedVersionsTest {
  private static final RecordedFiles FIRST = new RecordedFiles(1);
  private static final Digest LAYER = new Digest("ab".repeat(32));

  @TempDir Path root;

  /** If this fails, a file has been changed that is not to be: see {@link RecordedFiles}. */
  @Test
  void filesAreAsTheyWereRecorded() {
    assertThat(FIRST.digest())
        .isEqualTo("sha256:24d9125e07643d9e466b347ec07cc7d38bafb174af341ff2fc502bea83d8429e");
  }

  private static ObjectNode tree(byte[] json) {
    return Json.read(json, "record");
  }

  @Test
  void indexOfVersion1() throws IOException {
    List<String> damage = new ArrayList<>();
    ImageIndex index = ImageIndex.read(FIRST.path("images.json"), damage::add);
    assertThat(damage).isEmpty();
    String busybox = "sha256:a560a29f6be3db17a1826699ee029b2f73fe4b735ab6da0c82ac40678e70f34a";
    String built = "sha256:3dd1b7014ee72552d3923245bf4930efda874d9e26f615fc9aaae425ac961a7a";
    assertThat(index.images().keySet())
        .containsExactlyInAnyOrder(Digest.parse(busybox), Digest.parse(built));
    assertThat(index.images().get(Digest.parse(busybox)))
        .isEqualTo(
            new ImageIndex.Entry(
                Digest.parse(
                    "sha256:5890e5a4cdcd9e7c307c4bb539c46e5ed073cc5c79727d1b9328686f4c2158db"),
                null,
                Instant.parse("2026-11-21T17:50:54.141793466Z")));
    assertThat(index.namesOf(Digest.parse(busybox)))
        .containsExactly(
            "127.0.0.1:59161/busybox:latest",
            "127.0.0.1:59161/busybox@sha256:5890e5a4cdcd9e7c307c4bb539c46e5ed073cc5c79727d1b9328686f4c2158db",
            "docker.io/library/busybox:latest");
    assertThat(index.namesOf(Digest.parse(built)))
        .containsExactly("docker.io/library/everything:latest");
    index.write(root.resolve("images.json"));
    assertThat(tree(Files.readAllBytes(root.resolve("images.json"))))
        .isEqualTo(tree(FIRST.read("images.json")));
  }

  @Test
  void layerOfVersion1() throws IOException {
    Path layer = Files.createDirectories(root.resolve(LAYER.hex()));
    Files.write(layer.resolve("meta.json"), FIRST.read("meta.json"));
    assertThat(LayerDirectory.open(root).read(LAYER))
        .isEqualTo(new Layer(LAYER, 1984368, 2129920, ""));
  }

  @Test
  void formsOfALayerOfVersion1() {
    byte[] recorded = FIRST.read("blobs.json");
    List<LayerBlob> blobs = LayerBlob.readAll(recorded);
    assertThat(blobs)
        .singleElement()
        .satisfies(blob -> {
          assertThat(blob.descriptor().mediaType())
              .isEqualTo("application/vnd.oci.image.layer.v1.tar+gzip");
          assertThat(blob.descriptor().digest().toString())
              .isEqualTo("sha256:609fa43c076f9708d986c8aa8ee411e848b32cfdd46056d7b9c1b3daa79f53c4");
          assertThat(blob.descriptor().size()).isEqualTo(1113630);
          assertThat(blob.repositories()).containsExactly("127.0.0.1:59161/busybox");
        });
    assertThat(tree(LayerBlob.writeAll(blobs))).isEqualTo(tree(recorded).put("version", 1));
  }

  @Test
  void formsOfALaterVersionAreRefused() {
    byte[] later = "{\"version\":2,\"blobs\":7}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> LayerBlob.readAll(later)).isInstanceOf(NewerRecordException.class);
  }

  @Test
  void layerOfALaterVersionIsLeftOutAndStays() throws IOException {
    Digest diffId;
    try (ImageStore store = ImageStore.open(root)) {
      diffId = store.layers().add(new Archive().file("f", "x").stream()).diffId();
    }
    Path meta = root.resolve("layers").resolve(diffId.hex()).resolve("meta.json");
    assertThat(tree(Files.readAllBytes(meta)).path("version").asInt()).isEqualTo(1);
    Files.writeString(meta, "{\"version\":2,\"in\":\"another form\"}");
    LayerStore layers = LayerStore.open(root);
    assertThat(layers.find(diffId)).isEmpty();
    assertThat(layers.damaged(Set.of()))
        .containsExactly(
            "layer "
                + diffId
                + " is left out: it was written by a newer jdock (record version 2): this one reads"
                + " versions up to 1");
    assertThat(meta).content().isEqualTo("{\"version\":2,\"in\":\"another form\"}");
  }
}
