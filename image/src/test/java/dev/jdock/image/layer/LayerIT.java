package dev.jdock.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerIT {
  @TempDir Path temporary = Path.of("");
  private Path outside = Path.of("");
  private LayerFiles layer = new LayerFiles(Path.of(""));

  @BeforeEach
  void makeDirectories() throws IOException {
    outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "untouched");
    layer = new LayerFiles(Files.createDirectory(temporary.resolve("layer")));
    Files.createDirectory(layer.diff());
  }

  private PackedLayer unpack(Archive archive) {
    return LayerUnpacker.unpack(archive.stream(), layer);
  }

  private FileStat stat(String directory, String name) {
    try (Directory parent = Directory.open(layer.diff().resolve(directory))) {
      return parent.stat(name);
    }
  }

  private void assertOutsideIsUntouched() throws IOException {
    try (var files = Files.list(outside)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("secret");
    }
    assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("untouched");
    try (var files = Files.list(temporary)) {
      assertThat(files).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "../outside/secret"})
  void refusesPathsThatLeadOut(String path) throws IOException {
    assertThatThrownBy(() -> unpack(new Archive().file(path, "evil")))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("outside of the layer");
    assertOutsideIsUntouched();
  }

  @Test
  void absolutePathsStartAtTheLayer() throws IOException {
    PackedLayer _ = unpack(new Archive().file("/etc/x", "1").file("/../y", "2"));
    assertThat(layer.diff().resolve("etc/x")).hasContent("1");
    assertThat(layer.diff().resolve("y")).hasContent("2");
    assertOutsideIsUntouched();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writesThroughSymlinksStayInside(boolean absolute) throws IOException {
    String target = absolute ? outside.toString() : "../../outside";
    try {
      PackedLayer _ =
          unpack(
              new Archive()
                  .symlink("link", target)
                  .file("link/secret", "evil")
                  .file("link/new", "evil"));
    } catch (JdockException e) {
      assertThat(e).hasMessageContaining("link");
    }
    assertOutsideIsUntouched();
  }

  @Test
  void symlinksAsLastComponentsAreReplacedNotFollowed() throws IOException {
    PackedLayer _ =
        unpack(
            new Archive()
                .symlink("s", outside.resolve("secret").toString())
                .file("s", "mine")
                .symlink("d", outside.toString())
                .directory("d"));
    assertThat(stat("", "s").type()).isEqualTo(FileType.REGULAR);
    assertThat(stat("", "d").type()).isEqualTo(FileType.DIRECTORY);
    assertOutsideIsUntouched();
  }

  @Test
  void hardLinksCannotReachOut() throws IOException {
    assertThatThrownBy(() -> unpack(new Archive().link("x", "../../outside/secret")))
        .isInstanceOf(JdockException.class);
    Path secret = outside.resolve("secret");
    assertThatThrownBy(
            () -> unpack(new Archive().symlink("l", outside.toString()).link("x", "l/secret")))
        .isInstanceOf(JdockException.class);
    assertThat(Files.getAttribute(secret, "unix:nlink")).isEqualTo(1);
    assertOutsideIsUntouched();
  }

  @Test
  void overlayAttributesOfArchivesAreDropped() {
    PackedLayer _ =
        unpack(
            new Archive()
                .file(
                    "f",
                    0644,
                    Map.of(
                        "trusted.overlay.redirect", new byte[] {'/'}, "user.a", new byte[] {-1})));
    try (Directory diff = Directory.open(layer.diff())) {
      assertThat(diff.attributes("f")).containsOnlyKeys("user.a");
      assertThat(diff.attributes("f").get("user.a")).containsExactly(-1);
    }
  }

  @Test
  void keepsOwnerModeCapabilitiesAndTime() {
    // vfs_cap_data, version 2: cap_setuid, whose bit makes the value no UTF-8
    byte[] capability = {1, 0, 0, 2, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    PackedLayer _ =
        unpack(new Archive().file("f", 04755, Map.of("security.capability", capability)));
    FileStat stat = stat("", "f");
    assertThat(stat.mode()).isEqualTo(04755);
    assertThat(stat.uid()).isEqualTo(7);
    assertThat(stat.gid()).isEqualTo(8);
    assertThat(stat.mtimeSeconds()).isEqualTo(1_000_000_000);
    assertThat(stat.mtimeNanos()).isEqualTo(120_000_000);
    try (Directory diff = Directory.open(layer.diff())) {
      assertThat(diff.attributes("f").get("security.capability")).containsExactly(capability);
    }
  }

  @Test
  void directoriesKeepTheirTimes() {
    PackedLayer _ = unpack(new Archive().directory("d/").file("d/f", "x").file("d/g", "x"));
    assertThat(stat("", "d").mtimeSeconds()).isEqualTo(1_000_000_000);
  }

  @Test
  void whiteoutsBecomeOverlayMarksAndComeBack() throws IOException {
    Archive archive =
        new Archive()
            .directory("d/")
            .file("d/.wh..wh..opq", "")
            .directory("e/")
            .file("e/.wh.gone", "");
    PackedLayer packed = unpack(archive);
    assertThat(stat("e", "gone").isWhiteout()).isTrue();
    try (Directory diff = Directory.open(layer.diff())) {
      assertThat(diff.attributes("d").get("trusted.overlay.opaque")).containsExactly('y');
    }
    LayerFiles again = new LayerFiles(layer.root());
    PackedLayer repacked = LayerPacker.pack(again);
    try (InputStream in = again.openTar()) {
      String tar = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(tar).contains("d/.wh..wh..opq").contains("e/.wh.gone");
    }
    assertThat(repacked.size()).isEqualTo(packed.size()).isZero();
  }

  @Test
  void longAndOddNamesSurvive() throws IOException {
    String name = "n".repeat(120) + "/" + "ő".repeat(100) + "\udcff";
    PackedLayer packed = unpack(new Archive().file(name, "content").link("second", name));
    assertThat(stat("", "second").links()).isEqualTo(2);
    assertThat(packed.size()).isEqualTo(7);
    PackedLayer once = LayerPacker.pack(layer);
    assertThat(LayerPacker.pack(layer)).isEqualTo(once);
    try (InputStream in = layer.openTar()) {
      TarReader reader = new TarReader(in);
      assertThat(java.util.Objects.requireNonNull(reader.next()).path())
          .isEqualTo("n".repeat(120) + "/");
      assertThat(java.util.Objects.requireNonNull(reader.next()).path()).isEqualTo(name);
    }
  }

  @Test
  void namesThatAreTooLongFailClearly() {
    assertThatThrownBy(() -> unpack(new Archive().file("n".repeat(300), "x")))
        .hasMessageContaining("file name too long");
    assertThatThrownBy(() -> unpack(new Archive().file("n".repeat(2_000_000), "x")))
        .hasMessageContaining("too long");
  }

  @Test
  void theSameBytesComeBackEvenWhenMembersReplaceEachOther() throws IOException {
    byte[] bytes =
        new Archive()
            .directory("d")
            .file("d/f", "first content")
            .file("d/f", "second")
            .file("d/g", "in a directory that goes")
            .file("d", "a file now")
            .bytes();
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 7 * 512);
    PackedLayer packed = LayerUnpacker.unpack(new ByteArrayInputStream(padded), layer);
    assertThat(packed.diffId()).isEqualTo(Digest.of(padded));
    assertThat(packed.tarSize()).isEqualTo(padded.length);
    try (InputStream in = layer.openTar()) {
      assertThat(in.readAllBytes()).isEqualTo(padded);
    }
  }

  @Test
  void compressionDoesNotChangeTheDiffId() throws IOException {
    byte[] tar = new Archive().file("f", "content").bytes();
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(tar);
    }
    PackedLayer packed =
        LayerUnpacker.unpack(new ByteArrayInputStream(gzipped.toByteArray()), layer);
    assertThat(packed.diffId()).isEqualTo(Digest.of(tar));
  }

  @Test
  void cutAndForeignArchivesAreRefused() {
    byte[] tar = new Archive().file("f", "content").bytes();
    assertThatThrownBy(
            () -> LayerUnpacker.unpack(new ByteArrayInputStream(tar, 0, tar.length - 1800), layer))
        .hasMessageContaining("unexpected EOF");
    byte[] text = "x".repeat(2000).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> LayerUnpacker.unpack(new ByteArrayInputStream(text), layer))
        .hasMessage("archive/tar: invalid tar header");
  }

  @Test
  void anUnchangedTreeIsTheEmptyArchive() {
    assertThat(LayerPacker.pack(layer).diffId())
        .hasToString("sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
  }
}
