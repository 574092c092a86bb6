package dev.jdock.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Archive;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreIT {
  @TempDir Path root = Path.of("");

  private static Image install(ImageStore store, String name, String content) {
    return store.importArchive(
        new Archive().file("f", content).stream(),
        Reference.parse(name),
        "Imported from -",
        ImageConfig.empty());
  }

  private static Image child(ImageStore store, Image base, String file, String... names)
      throws IOException {
    LayerStore.Session session = store.layers().begin();
    Files.writeString(session.upper().resolve(file), file);
    Layer layer = store.layers().commit(session);
    List<Digest> diffIds = new ArrayList<>(base.diffIds().stream().map(Digest::parse).toList());
    diffIds.add(layer.diffId());
    List<Image.History> history = new ArrayList<>(base.history());
    history.add(new Image.History(Instant.EPOCH, "RUN " + file, "", false));
    history.add(new Image.History(Instant.EPOCH, "CMD x", "", true));
    return store.create(
        new NewImage(
            ImageConfig.empty(),
            diffIds,
            history,
            base.id(),
            Instant.EPOCH,
            "amd64",
            "linux",
            null,
            "",
            "",
            java.util.Arrays.stream(names).map(Reference::parse).toList()));
  }

  private static ImageUse used(String image, boolean running) {
    return id ->
        id.equals(image) ? List.of(new ImageUse.Use("c0ffee".repeat(11), running)) : List.of();
  }

  @Test
  void findsByNameIdAndPrefix() {
    try (ImageStore store = ImageStore.open(root)) {
      Image image = install(store, "one:1", "x");
      String hex = image.id().substring("sha256:".length());
      for (String key :
          List.of(
              "one:1",
              "docker.io/library/one:1",
              image.id(),
              hex,
              "sha256:" + hex.substring(0, 5),
              hex.substring(0, 1))) {
        assertThat(store.find(key)).isEqualTo(image);
      }
      assertThatThrownBy(() -> store.find("one")).hasMessage("No such image: one:latest");
      assertThatThrownBy(() -> store.find("0".repeat(64)))
          .hasMessage("No such image: sha256:" + "0".repeat(64));
      assertThat(store.list()).containsExactly(image);
      assertThat(image.size()).isEqualTo(1);
    }
  }

  /** A registry's manifest takes the place of the one that was made here. */
  @Test
  void aManifestThatIsReplacedIsNoLeftover() {
    try (ImageStore store = ImageStore.open(root)) {
      Image image = install(store, "one:1", "x");
      byte[] config = store.config(image);
      byte[] manifest = store.manifest(image);
      byte[] other =
          (new String(manifest, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
      Image again = store.install(config, other, List.of(Reference.parse("one:2")));
      assertThat(again.id()).isEqualTo(image.id());
      assertThat(store.manifest(again)).isEqualTo(other);
      assertThat(store.blobs().list())
          .containsExactlyInAnyOrder(Digest.of(config), Digest.of(other));
    }
  }

  private static Image made(ImageStore store, Image base, List<Image.History> history) {
    return store.create(
        new NewImage(
            ImageConfig.empty(),
            base.diffIds().stream().map(Digest::parse).toList(),
            history,
            base.id(),
            Instant.EPOCH,
            "amd64",
            "linux",
            null,
            "",
            "",
            List.of()));
  }

  /** Builders other than Docker's write no history, or one that does not fit. */
  @Test
  void anImageIsMadeFromOneWithoutAHistoryThatFits() {
    try (ImageStore store = ImageStore.open(root)) {
      Image base = install(store, "one:1", "x");
      Image.History line = new Image.History(null, "a", "", false);
      for (List<Image.History> history :
          List.of(List.<Image.History>of(), List.of(line, line, line), List.of(line))) {
        byte[] config =
            new dev.jdock.image.oci.ImageDocument(
                    Instant.EPOCH,
                    "" + history.size(),
                    "amd64",
                    "linux",
                    null,
                    "",
                    ImageConfig.empty(),
                    base.diffIds().stream().map(Digest::parse).toList(),
                    history.stream()
                        .map(h ->
                            new dev.jdock.image.oci.ImageDocument.Entry(
                                null, h.createdBy(), "", "", h.emptyLayer()))
                        .toList())
                .write();
        Image odd = store.install(config, null, List.of());
        Image child = made(store, odd, odd.historyOfLayers());
        assertThat(child.history().stream().filter(h -> !h.emptyLayer())).hasSize(1);
        assertThat(store.history(child)).hasSize(Math.max(1, history.size()));
        if (history.size() > 1) {
          assertThatThrownBy(() -> store.history(odd))
              .hasMessage("too many non-empty layers in History section");
        } else {
          assertThat(store.history(odd)).hasSize(history.size());
        }
      }
    }
  }

  @Test
  void survivesReopening() {
    Image image;
    try (ImageStore store = ImageStore.open(root)) {
      image = install(store, "one", "x");
    }
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.list()).containsExactly(image);
      assertThat(store.lowerDirs(image).getFirst().resolve("f")).hasContent("x");
    }
  }

  @Test
  void leftoversOfACrashAreRemovedOnOpen() throws IOException {
    try (ImageStore store = ImageStore.open(root)) {
      LayerStore.Session session = store.layers().begin();
      Files.writeString(session.upper().resolve("half"), "done");
      Files.writeString(root.resolve("blobs/sha256/.tmp-1"), "half");
      Files.createDirectory(root.resolve("layers").resolve("1".repeat(64)));
    }
    try (ImageStore _ = ImageStore.open(root)) {
      assertThat(root.resolve("layers")).isEmptyDirectory();
      assertThat(root.resolve("blobs/sha256")).isEmptyDirectory();
    }
  }

  @Test
  void unsyncedLayersOfAnotherBootAreNotTrusted() throws IOException {
    Digest diffId;
    try (ImageStore store = ImageStore.open(root)) {
      diffId = store.layers().add(new Archive().file("f", "x").stream()).diffId();
    }
    Files.writeString(root.resolve("layers/" + diffId.hex() + "/unsynced"), "another boot");
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.layers().find(diffId)).isEmpty();
    }
  }

  @Test
  void tagMovesANameAndLeavesTheOtherImageDangling() {
    try (ImageStore store = ImageStore.open(root)) {
      Image first = install(store, "one", "1");
      Image second = install(store, "one", "2");
      assertThat(store.find(first.id()).names()).isEmpty();
      assertThat(store.find("one").id()).isEqualTo(second.id());
      store.tag(first, Reference.parse("two:x"));
      assertThat(store.find("two:x").id()).isEqualTo(first.id());
    }
  }

  @Test
  void removesNamesThenTheImageWithItsLayers() {
    try (ImageStore store = ImageStore.open(root)) {
      Image image = install(store, "one", "1");
      store.tag(image, Reference.parse("two"));
      assertThat(store.remove("two", false, true, ImageUse.none()))
          .containsExactly(new RemovedImage.Untagged("two:latest"));
      assertThat(store.remove("one", false, true, ImageUse.none()))
          .containsExactly(
              new RemovedImage.Untagged("one:latest"),
              new RemovedImage.Deleted(image.id()),
              new RemovedImage.Deleted(image.diffIds().getFirst()));
      assertThat(store.list()).isEmpty();
      assertThat(root.resolve("layers")).isEmptyDirectory();
      assertThat(root.resolve("blobs/sha256")).isEmptyDirectory();
    }
  }

  @Test
  void refusesInDockersWords() throws IOException {
    try (ImageStore store = ImageStore.open(root)) {
      Image image = install(store, "one", "1");
      String id = image.id().substring(7, 19);
      assertThatThrownBy(() -> store.remove("one", false, true, used(image.id(), false)))
          .isInstanceOf(JdockException.class)
          .hasMessage(
              "conflict: unable to remove repository reference \"one\" (must force) - container"
                  + " c0ffeec0ffee is using its referenced image "
                  + id);
      assertThatThrownBy(() -> store.remove(id, false, true, used(image.id(), false)))
          .hasMessage(
              "conflict: unable to delete "
                  + id
                  + " (must be forced) - image is being used by stopped container c0ffeec0ffee");
      assertThatThrownBy(() -> store.remove(id, true, true, used(image.id(), true)))
          .hasMessage(
              "conflict: unable to delete "
                  + id
                  + " (cannot be forced) - image is being used by running container c0ffeec0ffee");
      store.tag(image, Reference.parse("two"));
      assertThatThrownBy(() -> store.remove(id, false, true, ImageUse.none()))
          .hasMessage(
              "conflict: unable to delete "
                  + id
                  + " (must be forced) - image is referenced in multiple repositories");
      Image _ = child(store, image, "g", "three");
      assertThatThrownBy(() -> store.remove(id, true, true, ImageUse.none()))
          .hasMessage(
              "conflict: unable to delete "
                  + id
                  + " (cannot be forced) - image has dependent child images");
    }
  }

  @Test
  void layersOfAStoppedContainerStayWhenItsImageIsForcedAway() {
    try (ImageStore store = ImageStore.open(root)) {
      Image image = install(store, "one", "1");
      Digest diffId = Digest.parse(image.diffIds().getFirst());
      assertThat(store.remove("one", true, true, used(image.id(), false)))
          .containsExactly(
              new RemovedImage.Untagged("one:latest"), new RemovedImage.Deleted(image.id()));
      assertThat(store.layers().find(diffId)).isPresent();
      store.collectLayers();
      assertThat(store.layers().find(diffId)).isEmpty();
    }
  }

  @Test
  void untaggedParentsGoWithTheLastChild() throws IOException {
    try (ImageStore store = ImageStore.open(root)) {
      Image base = install(store, "base", "1");
      Image middle = child(store, base, "g");
      Image top = child(store, middle, "h", "top");
      assertThat(store.lowerDirs(top)).hasSize(3);
      List<RemovedImage> removed = store.remove("top", false, true, ImageUse.none());
      assertThat(removed)
          .contains(new RemovedImage.Deleted(top.id()), new RemovedImage.Deleted(middle.id()))
          .hasSize(5);
      assertThat(store.list()).extracting(Image::id).containsExactly(base.id());
    }
  }

  @Test
  void historyHasSizesAndTheIdsOfParents() throws IOException {
    try (ImageStore store = ImageStore.open(root)) {
      Image base = install(store, "base", "1");
      Image top = child(store, base, "ghi", "top");
      assertThat(store.history(top).toString())
          .isEqualTo(
              "[{\"Comment\":\"\",\"Created\":0,\"CreatedBy\":\"CMD x\",\"Id\":\""
                  + top.id()
                  + "\",\"Size\":0,\"Tags\":[\"top:latest\"]},{\"Comment\":\"\",\"Created\":0,\"CreatedBy\":\"RUN"
                  + " ghi\",\"Id\":\"<missing>\",\"Size\":3,\"Tags\":null},{\"Comment\":\"Imported"
                  + " from -\",\"Created\":"
                  + base.created().getEpochSecond()
                  + ",\"CreatedBy\":\"\",\"Id\":\""
                  + base.id()
                  + "\",\"Size\":1,\"Tags\":[\"base:latest\"]}]");
    }
  }

  @Test
  void heldLayersGoWhenTheyAreReleased() {
    try (ImageStore store = ImageStore.open(root)) {
      Image image = install(store, "one", "1");
      Digest diffId = Digest.parse(image.diffIds().getFirst());
      try (LayerStore.Lease _ = store.layers().hold(List.of(diffId))) {
        List<RemovedImage> _ = store.remove("one", false, true, ImageUse.none());
        assertThat(store.layers().find(diffId)).isPresent();
      }
      assertThat(store.layers().find(diffId)).isEmpty();
    }
  }

  @Test
  void filesOfARemovedLayerAreDeletedOnceTheRemovalIsClosed() throws IOException {
    try (ImageStore store = ImageStore.open(root)) {
      Layer layer = store.layers().add(new Archive().file("f", "x").stream());
      try (LayerRemoval removal = store.layers().removal()) {
        removal.remove(layer.diffId());
        assertThat(store.layers().find(layer.diffId())).isEmpty();
        assertThat(root.resolve("layers").resolve(layer.diffId().hex())).doesNotExist();
        assertThat(root.resolve("layers")).isNotEmptyDirectory();
        assertThat(store.layers().leftovers()).isEmpty();
        assertThat(store.layers().add(new Archive().file("f", "x").stream())).isEqualTo(layer);
      }
      try (var layers = Files.list(root.resolve("layers"))) {
        assertThat(layers).containsExactly(root.resolve("layers").resolve(layer.diffId().hex()));
      }
      assertThat(store.layers().diff(layer.diffId()).resolve("f")).hasContent("x");
    }
  }

  @Test
  void aRemovedLayerWhoseFilesWereNotDeletedGoesWhenTheStoreOpens() {
    try (ImageStore store = ImageStore.open(root)) {
      Layer layer = store.layers().add(new Archive().file("f", "x").stream());
      assertThat(store.layers().takeOut(layer.diffId()))
          .get()
          .satisfies(left -> assertThat(left.resolve("diff/f")).hasContent("x"));
    }
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.layers().list()).isEmpty();
      assertThat(root.resolve("layers")).isEmptyDirectory();
    }
  }

  @Test
  void equalStepsShareALayerAndAbandonedOnesLeaveNothing() throws IOException {
    try (ImageStore store = ImageStore.open(root)) {
      LayerStore.Session one = store.layers().begin();
      LayerStore.Session two = store.layers().begin();
      store.layers().abandon(store.layers().begin());
      Layer first = store.layers().commit(one);
      assertThat(store.layers().commit(two)).isEqualTo(first);
    }
    try (var layers = Files.list(root.resolve("layers"))) {
      assertThat(layers).hasSize(1);
    }
  }

  @Test
  void nobodyWaitsUntilAnAbandonedLayerIsRemoved() throws Exception {
    try (ImageStore store = ImageStore.open(root)) {
      LayerStore.Session session = store.layers().begin();
      Path upper = session.upper();
      var done = new AtomicBoolean();
      // As long as files are added it cannot be removed.
      Thread adding =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; !done.get(); i++) {
                  try {
                    Files.createFile(upper.resolve("f" + i));
                  } catch (IOException gone) {
                    return;
                  }
                }
              });
      try {
        store.layers().abandon(session);
        assertThat(store.layers().leftovers()).isEmpty();
      } finally {
        done.set(true);
        adding.join();
      }
    }
    assertThat(root.resolve("layers")).isEmptyDirectory();
  }

  @Test
  void theTimeOfATagIsWrittenDownLater() throws IOException {
    Image image;
    Instant first;
    try (ImageStore store = ImageStore.open(root)) {
      image = child(store, install(store, "base", "x"), "f", "built");
      byte[] index = Files.readAllBytes(root.resolve("images.json"));
      first = lastTagged(store, image);
      Image again = store.install(store.config(image), null, List.of(Reference.parse("built")));
      assertThat(again.id()).isEqualTo(image.id());
      assertThat(lastTagged(store, image)).isAfter(first);
      assertThat(root.resolve("images.json")).hasBinaryContent(index);
      store.flush();
    }
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(lastTagged(store, image)).isAfter(first);
    }
  }

  private static Instant lastTagged(ImageStore store, Image image) {
    return Instant.parse(store.inspect(image).path("Metadata").path("LastTagTime").asText());
  }

  @Test
  void layersThatSomebodyNeedsStayAndCollectionWaitsForThoseAtWork() {
    try (ImageStore store = ImageStore.open(root)) {
      Image image = install(store, "one", "1");
      Digest diffId = Digest.parse(image.diffIds().getFirst());
      java.util.Set<Digest> needed = new java.util.HashSet<>(List.of(diffId));
      store.needLayers(() -> needed);
      List<RemovedImage> _ = store.remove("one", true, true, ImageUse.none());
      store.collectLayers();
      assertThat(store.layers().find(diffId)).isPresent();
      needed.clear();
      try (LayerStore.Lease _ = store.keepLayers()) {
        store.collectLayers();
        assertThat(store.layers().find(diffId)).isPresent();
      }
      assertThat(store.layers().find(diffId)).isEmpty();
    }
  }

  @Test
  void aCollectionThatWasPutOffIsMadeUpForOnAnInterruptedThreadToo() throws IOException {
    Path record = Files.writeString(root.resolve("record"), "kept");
    try (ImageStore store = ImageStore.open(root)) {
      Digest diffId = Digest.parse(install(store, "one", "1").diffIds().getFirst());
      store.needLayers(() -> {
        assertThatCode(() -> Files.readAllBytes(record)).doesNotThrowAnyException();
        return Set.of();
      });
      try (LayerStore.Lease _ = store.keepLayers()) {
        List<RemovedImage> _ = store.remove("one", false, true, ImageUse.none());
        Thread.currentThread().interrupt();
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.layers().find(diffId)).isEmpty();
    } finally {
      boolean _ = Thread.interrupted();
    }
  }

  @Test
  void aHeldLayerThatWasRemovedStaysForTheImageMadeOfItMeanwhile() {
    try (ImageStore store = ImageStore.open(root)) {
      Image image = install(store, "one", "1");
      Digest diffId = Digest.parse(image.diffIds().getFirst());
      try (LayerStore.Lease _ = store.layers().hold(List.of(diffId))) {
        List<RemovedImage> _ = store.remove("one", false, true, ImageUse.none());
        Image _ = install(store, "two", "1");
      }
      assertThat(store.layers().find(diffId)).isPresent();
    }
  }

  @Test
  void anImageWithADamagedConfigIsLeftOutWithItsLayersInPlace() throws IOException {
    String damaged;
    try (ImageStore store = ImageStore.open(root)) {
      damaged = install(store, "one", "1").id();
      Image _ = install(store, "two", "2");
    }
    Files.writeString(root.resolve("blobs/sha256").resolve(Digest.parse(damaged).hex()), "{");
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.warnings()).singleElement().asString().contains(damaged, "left out");
      assertThat(store.list()).flatExtracting(Image::names).containsExactly("two:latest");
      assertThat(store.tryFind("one")).isEmpty();
      store.collectLayers();
      assertThat(store.layers().list()).hasSize(2);
      assertThat(install(store, "one", "1").names()).containsExactly("one:latest");
    }
  }

  @Test
  void anImageWithoutALayerIsLeftOutUntilTheLayerIsThereAgain() throws IOException {
    Image image;
    try (ImageStore store = ImageStore.open(root)) {
      image = install(store, "one", "1");
    }
    Digest diffId = Digest.parse(image.diffIds().getFirst());
    Files.writeString(root.resolve("layers").resolve(diffId.hex()).resolve("meta.json"), "");
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.warnings()).hasSize(2);
      assertThat(store.list()).isEmpty();
      store.collectLayers();
      assertThat(root.resolve("layers").resolve(diffId.hex()).resolve("diff/f")).exists();
      assertThat(store.layers().add(new Archive().file("f", "1").stream()).diffId())
          .isEqualTo(diffId);
    }
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.warnings()).isEmpty();
      assertThat(store.find("one").id()).isEqualTo(image.id());
    }
  }

  @Test
  void aDamagedIndexIsKeptAsideAndNothingOfItsImagesRemoved() throws IOException {
    try (ImageStore store = ImageStore.open(root)) {
      Image _ = install(store, "one", "1");
    }
    Files.writeString(root.resolve("images.json"), "{\"version\":");
    for (int i = 0; i < 2; i++) {
      try (ImageStore store = ImageStore.open(root)) {
        assertThat(store.list()).isEmpty();
        store.collectLayers();
        assertThat(store.layers().list()).hasSize(1);
        assertThat(store.blobs().list()).hasSize(2);
      }
    }
    assertThat(root.resolve("images.json.damaged")).content().isEqualTo("{\"version\":");
  }

  @Test
  void blobsThatNoImageNamesGoWhenTheStoreOpens() {
    try (ImageStore store = ImageStore.open(root)) {
      Image _ = install(store, "one", "1");
      Digest _ = store.blobs().write("nobody's".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(store.blobs().list()).hasSize(3);
    }
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.blobs().list()).hasSize(2);
    }
  }
}
