package dev.jdock.runtime.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobbedFilesTest {

  @TempDir private Path root;

  @Test
  void matchesPathsComponentByComponent() throws IOException {
    Files.createDirectories(root.resolve("var/log/x"));
    for (String name : new String[] {"a.log", "b.log", "c.txt", ".hidden.log", "[odd"}) {
      Files.createFile(root.resolve("var/log/" + name));
    }
    try (Directory directory = Directory.open(root)) {
      GlobbedFiles glob = new GlobbedFiles(directory);
      assertThat(glob.matches("/var/log/*.log"))
          .containsExactly("/var/log/a.log", "/var/log/b.log");
      assertThat(glob.matches("v?r/*/[!a].log")).containsExactly("/var/log/b.log");
      assertThat(glob.matches("/var/log/.*")).containsExactly("/var/log/.hidden.log");
      assertThat(glob.matches("/var/log/[odd")).containsExactly("/var/log/[odd");
      assertThat(glob.matches("/var/log/[z-a]*")).isEmpty();
      assertThat(glob.matches("/nothing/*")).isEmpty();
    }
  }

  @Test
  void linksStayInTheRoot() throws IOException {
    Files.createSymbolicLink(root.resolve("out"), Path.of("/etc"));
    try (Directory directory = Directory.open(root)) {
      assertThat(new GlobbedFiles(directory).matches("/out/*")).isEmpty();
      assertThat(FilePath.resolve(directory, "/out/../../x")).isEqualTo("/x");
    }
  }

  @Test
  void pathsAreAbsoluteAndClean() {
    assertThat(FilePath.of("a/../../b")).isEqualTo(new FilePath("/b", false, "b"));
    assertThat(FilePath.of("/a/.")).isEqualTo(new FilePath("/a", true, "."));
    assertThat(FilePath.of("/")).isEqualTo(new FilePath("/", true, "/"));
  }
}
