package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SightingsTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("d/one"), "1");
    Files.writeString(folder.resolve("two"), "2");
  }

  private Sightings look(Instant begun) throws IOException {
    try (SourceTree tree = SourceTree.plain(folder)) {
      return Sightings.of(tree, List.of(tree.at(".")), begun);
    }
  }

  private byte[] sum() throws IOException {
    return look(Instant.now()).sum();
  }

  /** A change of a file. */
  private interface Change {
    void make() throws IOException;
  }

  @Test
  void everyChangeIsSeen() throws IOException {
    Path one = folder.resolve("d/one");
    List<Change> changes =
        List.of(
            () -> Files.writeString(one, "content of another size"),
            () -> Files.setLastModifiedTime(one, FileTime.fromMillis(0)),
            () -> Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("r--------")),
            () -> Files.move(one, folder.resolve("d/three")),
            () -> Files.createFile(folder.resolve("d/four")),
            () -> Files.delete(folder.resolve("two")));
    byte[] before = sum();
    assertThat(sum()).isEqualTo(before);
    for (Change change : changes) {
      change.make();
      byte[] after = sum();
      assertThat(after).isNotEqualTo(before);
      before = after;
    }
  }

  @Test
  @Timeout(60)
  void attributesAreSeenByTheTimeThatTheyWereSet() throws IOException {
    byte[] before = sum();
    try (Directory top = Directory.open(folder)) {
      do { // until the kernel's clock has gone on since the file was made
        top.setAttribute("two", "user.x", "1".getBytes(StandardCharsets.UTF_8));
      } while (Arrays.equals(sum(), before));
    }
  }

  @Test
  void filesThatHaveJustBeenChangedAreNotSettled() throws IOException {
    assertThat(look(Instant.now()).isSettled()).isFalse();
    assertThat(look(Instant.now().plus(Duration.ofSeconds(3))).isSettled()).isTrue();
  }
}
