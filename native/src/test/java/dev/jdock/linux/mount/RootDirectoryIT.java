package dev.jdock.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootDirectoryIT {
  @TempDir Path folder;
  private Path outside = Path.of("/");
  private Path tree = Path.of("/");
  private RootDirectory root = RootDirectory.open(tree);

  @BeforeEach
  void makeTree() throws IOException {
    outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "host");
    tree = Files.createDirectory(folder.resolve("tree"));
    root.close();
    root = RootDirectory.open(tree);
  }

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void noLinkAndNoParentLeadsOut() throws IOException {
    Files.createSymbolicLink(tree.resolve("absolute"), outside);
    Files.createSymbolicLink(tree.resolve("relative"), Path.of("../outside"));
    assertThat(root.status("/absolute/secret")).isEmpty();
    assertThat(root.status("/relative/secret")).isEmpty();
    assertThat(root.status("/../outside/secret")).isEmpty();
    assertThat(root.read("/absolute/secret", 100)).isEmpty();
  }

  @Test
  void magicLinksAreRefused() {
    try (RootDirectory host = RootDirectory.open(Path.of("/"))) {
      assertThat(host.status("/proc/self/exe")).isEmpty();
      assertThatThrownBy(() -> host.open("/proc/self/root", Fd.O_PATH))
          .isInstanceOf(SyscallException.class)
          .hasMessageContaining("too many levels of symbolic links");
    }
  }

  @Test
  void missingFoldersAreMadeInsideWhereverLinksPoint() throws IOException {
    Files.createSymbolicLink(tree.resolve("link"), outside.resolve("new"));
    root.directory("/link/below", 0755).close();
    assertThat(outside).isDirectoryNotContaining("glob:**new");
    assertThat(tree.resolve(Path.of("/").relativize(outside)).resolve("new/below")).isDirectory();
  }

  @Test
  void circleOfLinksIsAnError() throws IOException {
    Files.createSymbolicLink(tree.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(tree.resolve("b"), Path.of("a"));
    assertThatThrownBy(() -> root.directory("/a/x", 0755))
        .hasMessageContaining("too many levels of symbolic links");
  }

  @Test
  void filesAreMadeEmptyAndKeptAsTheyAre() throws IOException {
    root.file("/etc/hosts").close();
    assertThat(tree.resolve("etc/hosts")).isEmptyFile();
    Files.writeString(tree.resolve("etc/hosts"), "x");
    root.file("/etc/hosts").close();
    assertThat(tree.resolve("etc/hosts")).hasContent("x");
  }

  @Test
  void whatIsNotThereIsNotOpenedAndNoError() throws IOException {
    Files.writeString(tree.resolve("file"), "x");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("file"));
    assertThat(root.openIfThere("/missing", Fd.O_PATH)).isEmpty();
    assertThat(root.openIfThere("/file/below", Fd.O_PATH)).isEmpty();
    assertThat(root.openPlainIfThere("/link", Fd.O_PATH)).isEmpty();
    try (Fd followed = root.openIfThere("/link", Fd.O_RDONLY).orElseThrow();
        Fd plain = root.openPlainIfThere("/file", Fd.O_RDONLY).orElseThrow()) {
      assertThat(followed.read(new byte[2])).isEqualTo(1);
      assertThat(plain.read(new byte[2])).isEqualTo(1);
    }
    assertThatThrownBy(() -> root.openIfThere("/file", Fd.O_DIRECTORY | Fd.O_CREAT))
        .isInstanceOf(SyscallException.class);
  }

  @Test
  void onlyRegularFilesAreRead() throws IOException {
    Fifo.make(tree.resolve("fifo"), 0644);
    assertThat(root.read("/fifo", 10)).isEmpty();
    assertThat(root.read("/missing", 10)).isEmpty();
  }
}
