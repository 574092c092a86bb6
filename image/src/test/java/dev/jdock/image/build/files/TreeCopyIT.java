package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.mount.PrivateMounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies to an overlay, past it where folders are new: both ways come to the same. */
class TreeCopyIT {
  private static final int STAFF = 50;
  private static final TreeCopy.Attributes USUAL = new TreeCopy.Attributes(null, null, null);

  @TempDir Path folder;
  private Path context;

  @BeforeEach
  void makeTrees() throws Exception {
    for (String name : List.of("context/src/a", "context/src/b", "lower/shared", "lower/old")) {
      Files.createDirectories(folder.resolve(name));
    }
    for (String name : List.of("upper", "work", "root")) {
      Files.createDirectory(folder.resolve(name));
    }
    context = folder.resolve("context");
    Files.writeString(context.resolve("src/top"), "top");
    Files.writeString(context.resolve("src/a/one"), "one");
    Files.createLink(context.resolve("src/b/same"), context.resolve("src/a/one"));
    Files.createLink(context.resolve("src/same"), context.resolve("src/a/one"));
    Files.createSymbolicLink(context.resolve("src/a/link"), Path.of("one"));
    Files.write(context.resolve("src/a/large"), new byte[3_000_000]);
    Files.setLastModifiedTime(context.resolve("src/a/large"), FileTime.fromMillis(86_400_000));
    try (Directory made = Directory.open(context.resolve("src/a"))) {
      made.setAttribute("large", "user.note", "x".getBytes(StandardCharsets.UTF_8));
      made.setMode("large", 04755);
      made.setMode("one", 0400);
    }
    try (Directory lower = Directory.open(folder.resolve("lower"))) {
      lower.setOwner("shared", 0, STAFF);
      lower.setMode("shared", 02775);
    }
  }

  /** Copies {@code src}, and shows the root file system as it is mounted the next time. */
  private void copy(List<String> destinations, Check check) throws Exception {
    Path root = folder.resolve("root");
    List<Path> lower = List.of(folder.resolve("lower"));
    Path upper = folder.resolve("upper");
    PrivateMounts.call(() -> {
      new OverlayMount(lower, upper, folder.resolve("work"), true).on(root);
      try (SourceTree source = SourceTree.context(context, IgnorePatterns.none());
          Directory top = Directory.open(root);
          Directory beneath = Directory.open(upper)) {
        for (String destination : destinations) {
          new TreeCopy(top, beneath, null, USUAL).copy(source, source.at("src"), destination);
        }
      }
      Mounts.detach(root);
      new OverlayMount(List.of(upper, lower.getFirst()), null, null).on(root);
      try (Directory top = Directory.open(root)) {
        check.look(root, top);
      }
      return true;
    });
  }

  private interface Check {
    void look(Path root, Directory top) throws Exception;
  }

  private static FileStat stat(Directory top, String folder, String name) {
    try (Directory parent = top.inRoot(folder)) {
      return parent.stat(name);
    }
  }

  @Test
  void newFoldersAreWhatTheyWouldBeThroughTheOverlay() throws Exception {
    copy(
        List.of("/new/place/", "/old/"),
        (root, top) -> {
          for (String place : List.of("new/place", "old")) {
            assertThat(root.resolve(place + "/top")).hasContent("top");
            assertThat(root.resolve(place + "/a/link")).hasContent("one");
            FileStat large = stat(top, place + "/a", "large");
            assertThat(large.mode()).isEqualTo(04755);
            assertThat(large.mtimeSeconds()).isEqualTo(86_400);
            assertThat(
                    Files.mismatch(
                        root.resolve(place + "/a/large"), context.resolve("src/a/large")))
                .isEqualTo(-1);
            try (Directory a = top.inRoot(place + "/a")) {
              assertThat(a.attribute("large", "user.note")).isPresent();
            }
            FileStat one = stat(top, place + "/a", "one");
            assertThat(one.mode()).isEqualTo(0400);
            assertThat(one.links()).isEqualTo(3);
            assertThat(stat(top, place + "/b", "same").inode()).isEqualTo(one.inode());
            assertThat(stat(top, place, "same").inode()).isEqualTo(one.inode());
            FileStat copied = stat(top, place, "a");
            FileTime time = Files.getLastModifiedTime(context.resolve("src/a"));
            assertThat(copied.mtimeSeconds()).isEqualTo(time.toInstant().getEpochSecond());
          }
        });
  }

  @Test
  void filesBelongToRootInAFolderThatGivesItsGroupToWhatIsMadeInIt() throws Exception {
    copy(
        List.of("/shared/", "/shared/new/"),
        (root, top) -> {
          for (String place : List.of("shared", "shared/new", "shared/a", "shared/new/a")) {
            assertThat(stat(top, place, place.endsWith("a") ? "one" : "top").gid()).isZero();
          }
          assertThat(stat(top, ".", "shared").gid()).isEqualTo(STAFF);
          assertThat(stat(top, "shared", "a").gid()).isZero();
        });
  }

  @Test
  void laterCopiesReplaceEarlierOnes() throws Exception {
    copy(
        List.of("/new/", "/new/", "/new/a/"),
        (root, top) -> {
          assertThat(root.resolve("new/a/top")).hasContent("top");
          assertThat(root.resolve("new/a/a/one")).hasContent("one");
          assertThat(root.resolve("new/a/one")).hasContent("one");
        });
  }
}
