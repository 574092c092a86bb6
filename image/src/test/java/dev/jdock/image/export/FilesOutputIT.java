package dev.jdock.image.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesOutputIT {
  @TempDir Path folder = Path.of("");
  private Path source = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    source = Files.createDirectory(folder.resolve("source"));
    target = Files.createDirectory(folder.resolve("target"));
  }

  private long write(@Nullable Instant epoch) throws IOException {
    try (Directory from = Directory.open(source);
        Directory to = Directory.open(target)) {
      return new FilesOutput(to, epoch).write(from);
    }
  }

  @Test
  void filesKeepModesTimesAndLinksButBelongToTheUser() throws IOException {
    Files.createDirectories(source.resolve("d/e"));
    Path file = Files.writeString(source.resolve("d/e/f"), "text");
    Files.setAttribute(file, "unix:uid", 5);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-x--x"));
    Files.createLink(source.resolve("g"), file);
    Files.createSymbolicLink(source.resolve("l"), Path.of("/etc/passwd"));
    assertThat(write(Instant.ofEpochSecond(1000))).isEqualTo(4);
    Path copy = target.resolve("d/e/f");
    assertThat(copy).hasContent("text");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("r-xr-x--x");
    assertThat(Files.getAttribute(copy, "unix:uid")).isEqualTo(0);
    assertThat(Files.getLastModifiedTime(copy).toInstant()).isEqualTo(Instant.ofEpochSecond(1000));
    assertThat(Files.getAttribute(target.resolve("g"), "unix:ino"))
        .isEqualTo(Files.getAttribute(copy, "unix:ino"));
    assertThat(Files.readSymbolicLink(target.resolve("l"))).isEqualTo(Path.of("/etc/passwd"));
    assertThat(target.toFile().list()).containsExactlyInAnyOrder("d", "g", "l");
  }

  @Test
  void whatIsThereStaysUnlessTheResultHasIt() throws IOException {
    Files.createDirectories(source.resolve("d"));
    Files.writeString(source.resolve("d/new"), "new");
    Files.writeString(source.resolve("d/both"), "new");
    Files.createDirectories(source.resolve("file"));
    Files.createDirectories(target.resolve("d"));
    Files.writeString(target.resolve("d/old"), "old");
    Files.writeString(target.resolve("d/both"), "old");
    Files.writeString(target.resolve("file"), "old");
    long _ = write(null);
    assertThat(target.resolve("d/old")).hasContent("old");
    assertThat(target.resolve("d/both")).hasContent("new");
    assertThat(target.resolve("d/new")).hasContent("new");
    assertThat(target.resolve("file")).isDirectory();
  }

  @Test
  void aLinkInTheUsersFolderLeadsNowhere() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(target.resolve("d"), outside);
    Files.writeString(outside.resolve("f"), "old");
    Files.createSymbolicLink(target.resolve("f"), outside.resolve("f"));
    Files.createDirectories(source.resolve("d"));
    Files.writeString(source.resolve("d/f"), "new");
    Files.writeString(source.resolve("f"), "new");
    long _ = write(null);
    assertThat(outside.resolve("f")).hasContent("old");
    assertThat(outside.toFile().list()).containsExactly("f");
    assertThat(Files.isDirectory(target.resolve("d"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(target.resolve("f")).hasContent("new");
  }

  @Test
  void interruptionLeavesNothing() throws IOException {
    Files.writeString(source.resolve("f"), "text");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> write(null)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(target).isEmptyDirectory();
  }
}
