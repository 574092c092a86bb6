package dev.jdock.image.contents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.jdock.image.contents.ImageDifference.FileChange;
import dev.jdock.image.contents.ImageDifference.Kind;
import dev.jdock.image.contents.ImageDifference.Setting;
import dev.jdock.image.contents.ImageSizes.LayerSize;
import dev.jdock.image.contents.ImageSizes.Part;
import dev.jdock.image.contents.ImageSizes.Waste;
import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.store.NewImage;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageContentsIT {
  private @TempDir Path root = Path.of("");
  private @Nullable ImageStore opened;
  private final List<Digest> layers = new ArrayList<>();

  private ImageStore store() {
    ImageStore store = opened == null ? ImageStore.open(root) : opened;
    opened = store;
    return store;
  }

  /** Fills the upper directory of a layer, in overlayfs' form. */
  private interface Content {
    void write(Path upper, Directory folder) throws IOException;
  }

  private void layer(Content content) throws IOException {
    LayerStore.Session session = store().layers().begin();
    try (Directory folder = Directory.open(session.upper())) {
      content.write(session.upper(), folder);
    }
    layers.add(store().layers().commit(session).diffId());
  }

  private static void write(Path file, int bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }

  private Image image(ImageConfig config) {
    List<Image.History> history = new ArrayList<>();
    for (int i = 1; i <= layers.size(); i++) {
      history.add(new Image.History(Instant.EPOCH, "RUN " + i, "", false));
      history.add(new Image.History(Instant.EPOCH, "CMD x", "", true));
    }
    return store()
        .create(
            new NewImage(
                config,
                layers,
                history,
                null,
                Instant.EPOCH,
                "amd64",
                "linux",
                null,
                "",
                "",
                List.of()));
  }

  private ImageSizes sizes() {
    return new ImageContents(store()).sizes(image(ImageConfig.empty()));
  }

  @Test
  void whatALaterLayerCoversIsWasted() throws IOException {
    layer((upper, _) -> {
      write(upper.resolve("kept"), 1000);
      write(upper.resolve("d/replaced"), 200);
      write(upper.resolve("d/removed"), 30);
      write(upper.resolve("e/below"), 4);
    });
    layer((upper, folder) -> {
      write(upper.resolve("d/replaced"), 100);
      try (Directory d = folder.child("d")) {
        d.makeNode("removed", FileType.CHARACTER_DEVICE, 0, 0, 0);
      }
      folder.makeNode("e", FileType.CHARACTER_DEVICE, 0, 0, 0);
    });
    ImageSizes sizes = sizes();
    assertThat(sizes.layers())
        .extracting(LayerSize::size, LayerSize::wasted, LayerSize::createdBy)
        .containsExactly(tuple(1234L, 234L, "RUN 1"), tuple(100L, 0L, "RUN 2"));
    assertThat(sizes.wasted())
        .containsExactly(
            new Waste("/d/replaced", 200, 1, 2, false),
            new Waste("/d/removed", 30, 1, 2, true),
            new Waste("/e/below", 4, 1, 2, true));
    assertThat(sizes.tree())
        .containsExactly(
            new Part("/", true, 1100),
            new Part("/d", true, 100),
            new Part("/d/replaced", false, 100),
            new Part("/kept", false, 1000));
  }

  @Test
  void aFolderThatIsMadeAnewHidesWhatWasInIt() throws IOException {
    layer((upper, _) -> write(upper.resolve("d/old"), 50));
    layer((upper, folder) -> {
      write(upper.resolve("d/new"), 7);
      folder.setAttribute("d", "trusted.overlay.opaque", new byte[] {'y'});
    });
    assertThat(sizes().wasted()).containsExactly(new Waste("/d/old", 50, 1, 2, true));
  }

  @Test
  void aFileWithAnotherNameLeftIsNotWasted() throws IOException {
    layer((upper, _) -> {
      write(upper.resolve("a"), 500);
      Files.createLink(upper.resolve("b"), upper.resolve("a"));
    });
    layer((_, folder) -> folder.makeNode("a", FileType.CHARACTER_DEVICE, 0, 0, 0));
    ImageSizes sizes = sizes();
    assertThat(sizes.size()).isEqualTo(500);
    assertThat(sizes.wasted()).isEmpty();
    assertThat(sizes.tree()).contains(new Part("/b", false, 500));
    layer((_, folder) -> folder.makeNode("b", FileType.CHARACTER_DEVICE, 0, 0, 0));
    assertThat(sizes().wasted()).containsExactly(new Waste("/b", 500, 1, 3, true));
  }

  @Test
  void imagesDifferInFilesAndSettings() throws IOException {
    layer((upper, folder) -> {
      Files.writeString(upper.resolve("same"), "same");
      Files.writeString(upper.resolve("text"), "one");
      Files.writeString(upper.resolve("gone"), "x");
      Files.writeString(upper.resolve("mode"), "m");
      folder.makeSymlink("link", "here");
    });
    Image from = image(ImageConfig.empty());
    layers.clear();
    layer((upper, folder) -> {
      Files.writeString(upper.resolve("same"), "same");
      Files.writeString(upper.resolve("text"), "two");
      Files.writeString(upper.resolve("mode"), "m");
      folder.setMode("mode", 0700);
      folder.setOwner("mode", 1, 2);
      folder.makeSymlink("link", "there");
      Files.createDirectory(upper.resolve("new"));
      Files.writeString(upper.resolve("other"), "another layer than the first");
    });
    var draft = new ConfigDraft(ImageConfig.empty());
    draft.setVariable("A", "b");
    draft.setLabel("l", "m");
    ImageDifference difference =
        new ImageContents(store()).difference(from, image(draft.toConfig()));
    assertThat(difference.files())
        .containsExactly(
            new FileChange(Kind.REMOVED, "/gone", 1, 0, List.of()),
            new FileChange(Kind.CHANGED, "/link", 0, 0, List.of("target")),
            new FileChange(Kind.CHANGED, "/mode", 1, 1, List.of("mode", "owner")),
            new FileChange(Kind.ADDED, "/new", 0, 0, List.of()),
            new FileChange(Kind.ADDED, "/other", 0, 28, List.of()),
            new FileChange(Kind.CHANGED, "/text", 3, 3, List.of("content")));
    assertThat(difference.config())
        .containsExactly(new Setting("Env A", "", "b"), new Setting("Label l", "", "m"));
    assertThat(new ImageContents(store()).difference(from, from).isEmpty()).isTrue();
  }
}
