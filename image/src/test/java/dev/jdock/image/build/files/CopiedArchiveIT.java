package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jdock.image.layer.GrowingArchive;
import dev.jdock.image.layer.LayerFiles;
import dev.jdock.image.layer.LayerPacker;
import dev.jdock.image.layer.PackedLayer;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.mount.PrivateMounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive that is made while files are copied is the one that packing the copies makes. */
@Timeout(60)
class CopiedArchiveIT {
  private static final TreeCopy.Attributes USUAL = new TreeCopy.Attributes(null, null, null);

  @TempDir Path folder;
  private Path source;
  private LayerFiles layer;

  @BeforeEach
  void makeTrees() throws Exception {
    for (String name :
        List.of("tree/src/a/deep", "tree/src/a-b", "tree/src/a.d", "lower/there/a", "lower/real")) {
      Files.createDirectories(folder.resolve(name));
    }
    for (String name : List.of("layer", "layer/diff", "work", "root")) {
      Files.createDirectory(folder.resolve(name));
    }
    source = folder.resolve("tree");
    layer = new LayerFiles(folder.resolve("layer"));
    Path src = source.resolve("src");
    var random = new Random(1);
    for (String name : List.of("a/x", "a-b/x", "a.d/x", "a/deep/y", "z", "ä", "B")) {
      byte[] bytes = new byte[random.nextInt(70_000)];
      random.nextBytes(bytes);
      Files.write(src.resolve(name), bytes);
      Files.setLastModifiedTime(
          src.resolve(name), FileTime.from(Instant.ofEpochSecond(1_700_000_000, 123_456_789)));
    }
    Files.write(src.resolve("empty"), new byte[0]);
    Files.write(src.resolve("block"), new byte[512]);
    byte[] large = new byte[700_001];
    random.nextBytes(large);
    Files.write(src.resolve("a/large"), large);
    try (var hole = new RandomAccessFile(src.resolve("hole").toFile(), "rw")) {
      hole.setLength(3_000_000);
      hole.seek(1_500_000);
      hole.write(1);
    }
    Files.createLink(src.resolve("a-b/same"), src.resolve("a/x"));
    Files.createLink(src.resolve("same"), src.resolve("a/x"));
    Files.createSymbolicLink(src.resolve("link"), Path.of("a/x"));
    Files.createSymbolicLink(folder.resolve("lower/way"), Path.of("real"));
    Files.writeString(folder.resolve("lower/there/z"), "another");
    Files.createDirectory(src.resolve("x".repeat(120)));
    Files.writeString(src.resolve("x".repeat(120) + "/" + "y".repeat(120)), "long names");
    try (Directory made = Directory.open(src)) {
      made.createFile("no\uDCFF", 0600).close(); // as FileNames decodes what is no UTF-8
      made.makeNode("pipe", FileType.FIFO, 0600, 0, 0);
      made.makeNode("socket", FileType.SOCKET, 0600, 0, 0);
      made.setAttribute("z", "user.note", "x".getBytes(StandardCharsets.UTF_8));
      made.setAttribute("a", "user.note", "y".getBytes(StandardCharsets.UTF_8));
      made.setOwner("B", 1000, 3_000_000);
      made.setMode("B", 06755);
      made.setMode("a", 02750);
    }
  }

  private interface Meanwhile {
    void happens() throws Exception;
  }

  /** What was digested while {@code src} was copied onto the lower tree. */
  private Optional<PackedLayer> copy(
      String named,
      List<String> excludes,
      String destination,
      boolean ofContext,
      TreeCopy.Attributes attributes,
      Meanwhile afterwards)
      throws Exception {
    try (GrowingArchive archive = GrowingArchive.begin(layer)) {
      return PrivateMounts.call(() -> {
        Path root = folder.resolve("root");
        new OverlayMount(
                List.of(folder.resolve("lower")), layer.diff(), folder.resolve("work"), true)
            .on(root);
        try (SourceTree tree =
                ofContext
                    ? SourceTree.context(source, IgnorePatterns.none())
                    : SourceTree.rootfs(source);
            Directory top = Directory.open(root);
            Directory upper = Directory.open(layer.diff())) {
          SourceTree.Match match = tree.find(named, false, excludes).getFirst();
          new TreeCopy(top, upper, archive, attributes).copy(tree, match, destination);
          afterwards.happens();
        }
        return archive.packed();
      });
    }
  }

  private static Stream<Arguments> copies() {
    var owned =
        new TreeCopy.Attributes(
            new Ownership(7, 3_000_000), ModeChange.parse("u=rwX,go="), Instant.EPOCH);
    return Stream.of(
        arguments("src", List.of(), "/new/", true, USUAL),
        arguments("src", List.of(), "/new/", false, USUAL),
        arguments("src", List.of(), "/", true, USUAL),
        arguments("src", List.of(), "/deep/in/new", true, owned),
        arguments("src", List.of(), "/there/", true, USUAL),
        arguments("src", List.of(), "/way/below/", false, USUAL),
        arguments("src", List.of("a*", "z"), "/new/", true, USUAL),
        arguments("src/a/large", List.of(), "/there/one", true, owned),
        arguments("src/z", List.of(), "/there/", true, USUAL),
        arguments("src/link", List.of(), "/way/", true, USUAL));
  }

  @ParameterizedTest
  @MethodSource("copies")
  void isWhatPackingMakes(
      String named,
      List<String> excludes,
      String destination,
      boolean ofContext,
      TreeCopy.Attributes attributes)
      throws Exception {
    Optional<PackedLayer> made =
        copy(named, excludes, destination, ofContext, attributes, () -> {});
    Digest replayed = replayed();
    assertThat(made).contains(LayerPacker.pack(layer));
    assertThat(made.map(PackedLayer::diffId)).contains(replayed);
  }

  /** As {@code --link} copies: into a layer that knows of none below. */
  @ParameterizedTest
  @MethodSource("copies")
  void isWhatPackingMakesOfALayerByItself(
      String named,
      List<String> excludes,
      String destination,
      boolean ofContext,
      TreeCopy.Attributes attributes)
      throws Exception {
    try (GrowingArchive archive = GrowingArchive.begin(layer);
        SourceTree tree =
            ofContext
                ? SourceTree.context(source, IgnorePatterns.none())
                : SourceTree.rootfs(source);
        Directory top = Directory.open(layer.diff())) {
      SourceTree.Match match = tree.find(named, false, excludes).getFirst();
      new TreeCopy(top, null, archive, attributes).copy(tree, match, destination);
      Optional<PackedLayer> made = archive.packed();
      assertThat(made).contains(LayerPacker.pack(layer));
      assertThat(made.map(PackedLayer::diffId)).contains(replayed());
    }
  }

  private Digest replayed() throws Exception {
    try (InputStream archive = layer.openTar()) {
      return Digest.of(archive);
    }
  }

  private Optional<PackedLayer> copyAnd(@Nullable Meanwhile meanwhile) throws Exception {
    return copy("src", List.of(), "/new/", true, USUAL, meanwhile == null ? () -> {} : meanwhile);
  }

  @Test
  void aLayerThatBecameAnotherHasNoSuchArchive() throws Exception {
    assertThat(copyAnd(() -> Files.delete(folder.resolve("root/new/a/x")))).isEmpty();
  }

  @Test
  void aFileThatNobodyToldOfIsNotForgotten() throws Exception {
    assertThat(copyAnd(() -> Files.createFile(folder.resolve("root/new/zz")))).isEmpty();
  }

  @Test
  void aModeThatWasChangedIsNotForgotten() throws Exception {
    Optional<PackedLayer> made =
        copyAnd(() -> {
          try (Directory copied = Directory.open(layer.diff().resolve("new"))) {
            copied.setMode("z", 0600);
          }
        });
    assertThat(made).isEmpty();
  }

  @Test
  void aFileThatBecameAFolderIsNotForgotten() throws Exception {
    Optional<PackedLayer> made =
        copyAnd(() -> {
          Files.delete(folder.resolve("root/new/z"));
          Files.createDirectory(folder.resolve("root/new/z"));
        });
    assertThat(made).isEmpty();
  }

  @Test
  void aFolderThatBecameAFileIsNotForgotten() throws Exception {
    Optional<PackedLayer> made =
        copyAnd(() -> {
          Files.delete(folder.resolve("root/new/a/deep/y"));
          Files.delete(folder.resolve("root/new/a/deep"));
          Files.createFile(folder.resolve("root/new/a/deep"));
        });
    assertThat(made).isEmpty();
  }

  @Test
  void whatIsHiddenOfTheLayersBelowIsNotForgotten() throws Exception {
    assertThat(copyAnd(() -> Files.delete(folder.resolve("root/there/z")))).isEmpty();
    try (Directory there = Directory.open(layer.diff().resolve("there"))) {
      assertThat(there.stat("z").isWhiteout()).isTrue();
    }
  }

  @Test
  void aFolderThatHidesOneBelowIsNotForgotten() throws Exception {
    Optional<PackedLayer> made =
        copy(
            "src",
            List.of(),
            "/there/",
            true,
            USUAL,
            () -> {
              try (Directory root = Directory.open(folder.resolve("root/there"))) {
                root.removeTree("a");
                root.makeDirectory("a", 0755);
              }
            });
    assertThat(made).isEmpty();
    Optional<PackedLayer> packed = Optional.of(LayerPacker.pack(layer));
    assertThat(packed.map(PackedLayer::diffId)).contains(replayed());
  }

  /** As of files that grow or shrink between a look at them and their copy. */
  @ParameterizedTest
  @ValueSource(strings = {"/proc/sys/kernel/ostype", "/sys/kernel/uevent_seqnum"})
  void aFileThatHoldsMoreOrLessThanItClaimsIsArchivedAsCopied(Path file) throws Exception {
    assertThat(Files.readAllBytes(file)).isNotEmpty().hasSizeLessThan(100);
    assertThat(Files.size(file)).isIn(0L, 4096L);
    source = file.getParent();
    Optional<PackedLayer> made =
        copy(file.getFileName().toString(), List.of(), "/one", true, USUAL, () -> {});
    assertThat(Files.readAllBytes(layer.diff().resolve("one"))).isEqualTo(Files.readAllBytes(file));
    assertThat(made).contains(LayerPacker.pack(layer));
    assertThat(made.map(PackedLayer::diffId)).contains(replayed());
  }

  @Test
  void aSourceThatChangesWhileItIsReadIsArchivedAsCopied() throws Exception {
    Path changing = source.resolve("src/a/x");
    Path large = source.resolve("src/a/large");
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int round = 0; !done.get(); round++) {
                write(changing, round * 997 % 70_000);
                write(large, round % 2 == 0 ? 10 : 900_000);
              }
            });
    try {
      Optional<PackedLayer> made = copyAnd(null);
      assertThat(made).contains(LayerPacker.pack(layer));
      assertThat(made.map(PackedLayer::diffId)).contains(replayed());
    } finally {
      done.set(true);
      writer.join();
    }
  }

  private static void write(Path file, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) size);
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void copiesOutOfOrderAreLeftToThePacker() throws Exception {
    try (GrowingArchive archive = GrowingArchive.begin(layer);
        SourceTree tree = SourceTree.context(source, IgnorePatterns.none());
        Directory root = Directory.open(layer.diff())) {
      for (String name : List.of("src/z", "src/B")) {
        new TreeCopy(root, null, archive, USUAL).copy(tree, tree.at(name), "/to/");
      }
      assertThat(archive.packed()).isEmpty();
    }
    assertThat(LayerPacker.pack(layer).size()).isPositive();
  }

  @Test
  void whatWasBegunEndsWhereverItIs() throws Exception {
    GrowingArchive archive = GrowingArchive.begin(layer);
    archive.close();
    assertThat(archive.isIn("")).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("layer-archive"));
  }
}
