package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.InterruptedIOException;
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
  void manyFoldersAreSeenAsTheyAreOneByOne() throws IOException {
    for (int i = 0; i < 40; i++) {
      Path deep = Files.createDirectories(folder.resolve("d" + i % 7 + "/e" + i + "/f"));
      for (int j = 0; j < 20; j++) {
        Files.writeString(deep.resolve(j % 3 + "-" + j), "" + j);
        Files.writeString(deep.resolveSibling("skip" + j), "");
      }
    }
    IgnorePatterns ignored =
        IgnorePatterns.of(List.of("**/skip*", "d3", "!d3/e3/f/1-1", "d4/e4", "**/f/2-*"));
    for (IgnorePatterns patterns : List.of(IgnorePatterns.none(), ignored)) {
      try (SourceTree tree = SourceTree.context(folder, patterns)) {
        List<SourceTree.Match> all =
            List.of(tree.at("."), tree.at("two"), tree.find("d?/e1*", true, List.of()).getFirst());
        var oneByOne = new Sightings(Instant.now());
        for (SourceTree.Match match : all) {
          oneByOne.begin(tree, match);
          tree.walk(match, oneByOne);
        }
        Sightings together = Sightings.of(tree, all, Instant.now());
        assertThat(together.sum()).isEqualTo(oneByOne.sum());
        assertThat(together.settled()).isEqualTo(oneByOne.settled());
      }
    }
  }

  @Test
  void anInterruptedThreadSeesNothing() throws IOException {
    Thread.currentThread().interrupt();
    try (SourceTree tree = SourceTree.plain(folder)) {
      List<SourceTree.Match> all = List.of(tree.at("."));
      Instant now = Instant.now();
      assertThatThrownBy(() -> Sightings.of(tree, all, now))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      boolean _ = Thread.interrupted();
    }
  }

  @Test
  void filesThatHaveJustBeenChangedAreNotSettled() throws IOException {
    assertThat(look(Instant.now()).isSettled()).isFalse();
    assertThat(look(Instant.now().plus(Duration.ofSeconds(3))).isSettled()).isTrue();
  }
}
