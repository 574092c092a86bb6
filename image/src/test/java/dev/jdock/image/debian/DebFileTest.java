package dev.jdock.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebFileTest {
  @TempDir private Path folder;
  private Path root = Path.of("/");
  private int owner;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    owner = (int) Files.getAttribute(root, "unix:uid");
  }

  private TestDeb deb() {
    return new TestDeb(owner);
  }

  private void unpack(byte[] deb) throws IOException {
    Path file = folder.resolve("a.deb");
    Files.write(file, deb);
    try (Directory directory = Directory.open(root)) {
      DebFile.unpack(file, "a", directory);
    }
  }

  private void refuses(byte[] deb, String reason) {
    assertThatThrownBy(() -> unpack(deb))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("package a")
        .hasMessageContaining(reason);
  }

  @Test
  void filesGoThroughLinksOfFoldersThatAreThere() throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
    unpack(deb().folder("./").folder("./bin/").file("./bin/sh", "x").made());
    assertThat(root.resolve("bin")).isSymbolicLink();
    assertThat(root.resolve("usr/bin/sh")).hasContent("x");
  }

  @Test
  void absoluteLinksOfFoldersLeadBelowTheRoot() throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(root.resolve("bin"), Path.of("/usr/bin"));
    unpack(deb().folder("./bin/").file("./bin/jdock-test-of-a-deb", "x").made());
    assertThat(root.resolve("usr/bin/jdock-test-of-a-deb")).hasContent("x");
    assertThat(Path.of("/usr/bin/jdock-test-of-a-deb")).doesNotExist();
  }

  @Test
  void linkThatIsThereAlreadyIsReplacedByItsLike() throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
    unpack(deb().link("./bin", "usr/bin").made());
    assertThat(Files.readSymbolicLink(root.resolve("bin"))).isEqualTo(Path.of("usr/bin"));
  }

  @Test
  void linksLeadNowhereOutside() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    unpack(
        deb()
            .link("./etc", outside.toString())
            .link("./up", "../outside")
            .folder("./etc/")
            .file("./etc/passwd", "evil")
            .made());
    assertThat(outside).isEmptyDirectory();
    refuses(deb().link("./up", "../outside").file("./up/passwd", "evil").made(), "");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void pathsThatLeadOutsideAreRefused() throws IOException {
    refuses(deb().file("../outside", "evil").made(), "../outside");
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  @Test
  void hardLinksToWhatIsOutsideAreRefused() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    refuses(deb().hardLink("./stolen", secret.toString()).made(), "");
    refuses(deb().hardLink("./stolen", "../secret").made(), "../secret");
    assertThat(Files.exists(root.resolve("stolen"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void namesOfWhiteoutsAreRefused() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "root");
    refuses(deb().file("./etc/.wh.passwd", "").made(), "no layer can hold");
    assertThat(root.resolve("etc/passwd")).hasContent("root");
  }

  @Test
  void truncatedFileIsRefused() throws IOException {
    byte[] whole = deb().file("./a", "x".repeat(10_000)).made();
    for (int length : new int[] {0, 5, 70, 150, whole.length - 60}) {
      refuses(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void archiveOfSomethingElseIsRefused() throws IOException {
    refuses(
        TestDeb.archive(
            "a", new byte[0], "no tar".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        "");
    refuses("!<arch>\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "it has no data.tar");
  }
}
