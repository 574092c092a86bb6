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
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Written by GNU tar, in the forms that it has for files with holes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=posix --sparse-version=0.0",
        "--format=posix --sparse-version=0.1",
        "--format=posix --sparse-version=1.0"
      })
  void filesWithHolesKeepThemAndTheirBytes(String format) throws Exception {
    Path source = Files.createDirectory(outside.resolve("source"));
    Path name = source.resolve("n".repeat(130));
    try (RandomAccessFile file = new RandomAccessFile(name.toFile(), "rw")) {
      for (int i = 0; i < 60; i++) {
        file.seek(i * 65536L);
        file.write(("part " + i).getBytes(StandardCharsets.US_ASCII));
      }
      file.setLength(8 << 20);
    }
    try (RandomAccessFile hole = new RandomAccessFile(source.resolve("z").toFile(), "rw")) {
      hole.setLength(5 << 20);
    }
    Files.writeString(source.resolve("zz"), "after");
    byte[] tar = tar(source, ("--sparse " + format).split(" ", -1));
    assertThat(tar.length).isLessThan(4 << 20);
    PackedLayer packed = LayerUnpacker.unpack(new ByteArrayInputStream(tar), layer);
    assertThat(packed.diffId()).isEqualTo(Digest.of(tar));
    assertThat(packed.size()).isEqualTo((13 << 20) + 5);
    Path unpacked = layer.diff().resolve(name.getFileName());
    assertThat(Files.mismatch(unpacked, name)).isEqualTo(-1);
    assertThat(layer.diff().resolve("z")).hasSize(5 << 20);
    assertThat(layer.diff().resolve("zz")).hasContent("after");
    try (InputStream in = layer.openTar()) {
      assertThat(in.readAllBytes()).isEqualTo(tar);
    }
  }

  private static byte[] tar(Path source, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("tar", "-C", source.toString(), "-c"));
    command.addAll(List.of(options));
    command.add(".");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    byte[] bytes = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return bytes;
  }

  @Test
  void aFileWithHolesThatIsReplacedKeepsItsBytes() throws Exception {
    Path source = Files.createDirectory(outside.resolve("source"));
    try (RandomAccessFile file = new RandomAccessFile(source.resolve("f").toFile(), "rw")) {
      file.seek(1 << 20);
      file.write(1);
      file.seek(2 << 20);
      file.write(2);
    }
    byte[] first = tar(source, "--sparse", "--format=posix");
    byte[] second = new Archive().file("f", "new").file("g", "more").bytes();
    // Without the end of the first: its blocks of zeros.
    int end = first.length;
    while (isZero(first, end - 512)) {
      end -= 512;
    }
    byte[] both = Arrays.copyOf(first, end + second.length);
    System.arraycopy(second, 0, both, end, second.length);
    PackedLayer packed = LayerUnpacker.unpack(new ByteArrayInputStream(both), layer);
    assertThat(packed.size()).isEqualTo(7);
    try (InputStream in = layer.openTar()) {
      assertThat(in.readAllBytes()).isEqualTo(both);
    }
  }

  private static boolean isZero(byte[] bytes, int start) {
    for (int i = start; i < start + 512; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "bzip2", "xz"})
  void compressedInSeveralPiecesIsOneArchive(String program) throws Exception {
    byte[] tar = new Archive().file("f", "x".repeat(100_000)).directory("d").bytes();
    ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
    for (int start = 0; start < tar.length; start += 30_000) {
      Process process = new ProcessBuilder(program, "-c").start();
      process.getOutputStream().write(tar, start, Math.min(30_000, tar.length - start));
      process.getOutputStream().close();
      process.getInputStream().transferTo(wrapped);
      assertThat(process.waitFor()).isZero();
    }
    PackedLayer packed =
        LayerUnpacker.unpack(new ByteArrayInputStream(wrapped.toByteArray()), layer);
    assertThat(packed.diffId()).isEqualTo(Digest.of(tar));
    byte[] cut = Arrays.copyOf(wrapped.toByteArray(), wrapped.size() - 20);
    LayerFiles other = new LayerFiles(Files.createDirectory(outside.resolve("other")));
    Files.createDirectory(other.diff());
    assertThatThrownBy(() -> LayerUnpacker.unpack(new ByteArrayInputStream(cut), other))
        .isInstanceOf(JdockException.class);
  }

  @Test
  void ownersAboveSixteenBitsAndDevicesSurvive() throws Exception {
    Path source = Files.createDirectory(outside.resolve("source"));
    Files.writeString(source.resolve("f"), "x");
    run("mknod", source.resolve("null").toString(), "c", "1", "3");
    for (String format : List.of("gnu", "posix")) {
      LayerFiles each = new LayerFiles(Files.createDirectory(outside.resolve(format)));
      Files.createDirectory(each.diff());
      byte[] tar =
          tar(
              source,
              "--format=" + format,
              "--owner=:4000000000",
              "--group=:3000000",
              "--mtime=@1000000000.123456789");
      PackedLayer packed = LayerUnpacker.unpack(new ByteArrayInputStream(tar), each);
      assertThat(packed.diffId()).isEqualTo(Digest.of(tar));
      try (Directory diff = Directory.open(each.diff())) {
        FileStat stat = diff.stat("f");
        assertThat(Integer.toUnsignedLong(stat.uid())).isEqualTo(4_000_000_000L);
        assertThat(stat.gid()).isEqualTo(3_000_000);
        assertThat(stat.mtimeNanos()).isEqualTo(format.equals("posix") ? 123_456_789 : 0);
        assertThat(diff.stat("null").type()).isEqualTo(FileType.CHARACTER_DEVICE);
        assertThat(diff.stat("null").rdevMinor()).isEqualTo(3);
      }
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
