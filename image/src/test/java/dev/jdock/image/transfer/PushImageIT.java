package dev.jdock.image.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.layer.Archive;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.transfer.FakeRepository.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PushImageIT {
  private static final String HOST = "127.0.0.1:5000/";

  @TempDir Path root = Path.of("");

  private final FakeRepository source = new FakeRepository(HOST + "team/app");
  private final FakeRepository target = new FakeRepository(HOST + "copy");
  private final Map<String, FakeRepository> repositories =
      Map.of("team/app", source, "copy", target);
  private final List<String> lines = new ArrayList<>();
  private ImageStore store;
  private PullImage puller;
  private PushImage pusher;

  @BeforeEach
  void open() {
    store = ImageStore.open(root);
    Remotes remotes = (name, _) -> repositories.get(name.repository());
    puller = new PullImage(store, remotes, root);
    pusher = new PushImage(store, remotes, new LayerPacking(store.layers(), root));
    target.neighbours.put("team/app", source);
  }

  @AfterEach
  void nothingIsLeftOver() {
    assertThat(root.resolve("downloads")).isEmptyDirectory();
    store.close();
  }

  private void pull(String name) throws InterruptedException {
    PullRequest request =
        new PullRequest(Reference.parse(HOST + name), false, null, Access.anonymous());
    puller.pull(request, _ -> {});
  }

  private void push(String name) throws InterruptedException {
    push(name, false);
  }

  private void push(String name, boolean allTags) throws InterruptedException {
    lines.clear();
    pusher.push(
        new PushRequest(Reference.parse(HOST + name), allTags, null, Access.anonymous()),
        event -> {
          if (!event.hasProgress()) {
            lines.add((event.id().isEmpty() ? "" : event.id() + ": ") + event.status());
          }
        });
  }

  private Image imported(String name) {
    return store.importArchive(
        new Archive().file("f", "content").stream(),
        Reference.parse(HOST + name),
        "",
        ImageConfig.empty());
  }

  private static String layer(Image image) {
    return Digest.parse(image.diffIds().getFirst()).hex().substring(0, 12);
  }

  @Test
  void anImageMadeHereIsCompressedAndSent() throws Exception {
    Image image = imported("copy:1");
    push("copy:1");
    byte[] bytes = target.manifest("1").bytes();
    assertThat(lines)
        .containsExactly(
            "The push refers to repository [127.0.0.1:5000/copy]",
            layer(image) + ": Preparing",
            layer(image) + ": Pushed",
            "1: digest: " + Digest.of(bytes) + " size: " + bytes.length);
    Manifest manifest = Manifest.read(bytes);
    assertThat(manifest.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(manifest.config().digest().toString()).isEqualTo(image.id());
    Descriptor blob = manifest.layers().getFirst();
    byte[] sent = target.blobs.get(blob.digest());
    try (var tar = Compression.uncompressed(new ByteArrayInputStream(sent))) {
      assertThat(Digest.of(tar.readAllBytes()).toString()).isEqualTo(image.diffIds().getFirst());
    }
    assertThat(store.find(image.id()).digests()).containsExactly(HOST + "copy@" + Digest.of(bytes));
  }

  @Test
  void whatTheRegistryHasIsNotSentAgain() throws Exception {
    Image image = imported("copy:1");
    push("copy:1");
    Descriptor first = target.manifest("1").descriptor();
    target.log.clear();
    push("copy:1");
    assertThat(lines).contains(layer(image) + ": Layer already exists");
    assertThat(target.log).isEmpty();
    assertThat(target.manifest("1").descriptor()).isEqualTo(first);
  }

  @Test
  void aPulledImageHasTheSameDigestElsewhere() throws Exception {
    Descriptor manifest = source.put("1", Content.of("base", "b"), Content.of("upper", "u"));
    pull("team/app:1");
    store.tag(store.find(HOST + "team/app:1"), Reference.parse(HOST + "copy:2"));
    push("copy:2");
    assertThat(target.manifest("2").descriptor()).isEqualTo(manifest);
    assertThat(target.logged("mount")).hasSize(2);
    assertThat(lines).filteredOn(line -> line.endsWith(": Mounted from team/app")).hasSize(2);
  }

  @Test
  void whatCannotBeMountedIsSentInTheImagesOwnKind() throws Exception {
    Descriptor manifest = source.put("1", Content.of("base", "b"));
    pull("team/app:1");
    target.neighbours.clear();
    store.tag(store.find(HOST + "team/app:1"), Reference.parse(HOST + "copy:2"));
    push("copy:2");
    Manifest pushed = Manifest.read(target.manifest("2").bytes());
    assertThat(pushed.mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    assertThat(pushed.layers().getFirst().mediaType()).isEqualTo(MediaTypes.DOCKER_LAYER_GZIP);
    assertThat(pushed.config()).isEqualTo(Manifest.read(source.manifest("1").bytes()).config());
    assertThat(store.find(HOST + "copy:2").digests())
        .contains(HOST + "team/app@" + manifest.digest());
  }

  @Test
  void theFirstFailureEndsThePush() throws Exception {
    source.put("1", Content.of("base", "b"), Content.of("upper", "u"));
    pull("team/app:1");
    Image image = store.find(HOST + "team/app:1");
    store.tag(image, Reference.parse(HOST + "copy:2"));
    target.neighbours.clear();
    for (Path layer : store.lowerDirs(image)) {
      if (Files.exists(layer.resolve("base"))) {
        Files.writeString(layer.resolve("base"), "x");
      }
    }
    // That of the layer which is asked for first.
    target.holdUploads();
    assertThatThrownBy(() -> push("copy:2")).hasMessageContaining("damaged");
  }

  @Test
  void allTagsArePushed() throws Exception {
    Image image = imported("copy:1");
    store.tag(image, Reference.parse(HOST + "copy:2"));
    push("copy", true);
    assertThat(target.tags()).containsExactly("1", "2");
    assertThat(lines).contains(layer(image) + ": Layer already exists");
  }

  @Test
  void missingNamesAreToldOf() {
    assertThatThrownBy(() -> push("copy:1"))
        .hasMessage("An image does not exist locally with the tag: 127.0.0.1:5000/copy");
    imported("copy:2");
    assertThatThrownBy(() -> push("copy:1"))
        .hasMessage("tag does not exist: 127.0.0.1:5000/copy:1");
  }

  @Test
  void aLayerWhoseFilesHaveBeenChangedIsNotSent() throws IOException {
    Image image = imported("copy:1");
    Files.writeString(store.lowerDirs(image).getFirst().resolve("f"), "CONTENT");
    assertThatThrownBy(() -> push("copy:1")).hasMessageContaining("is damaged");
    assertThat(target.blobs).isEmpty();
    assertThat(target.tags()).isEmpty();
  }
}
