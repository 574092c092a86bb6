package dev.jdock.image.build.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
  @TempDir Path folder;
  private Path context;

  @BeforeEach
  void makeContext() throws IOException {
    context = Files.createDirectory(folder.resolve("context"));
  }

  /** Digests as computed some time after now. */
  private FileDigests after(Duration time) {
    Clock clock = Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC);
    return new FileDigests(() -> DigestTable.open(folder.resolve("digests"), 16, clock), clock);
  }

  private byte[] digest(FileDigests.Reader reader) throws IOException {
    try (Directory directory = Directory.open(context)) {
      return reader.read(directory, "file", directory.stat("file"));
    }
  }

  /** Writes other bytes with the same length and the same time of modification. */
  private void replaceContent(String content) throws IOException {
    FileTime time = Files.getLastModifiedTime(context.resolve("file"));
    Files.writeString(context.resolve("file"), content);
    Files.setLastModifiedTime(context.resolve("file"), time);
  }

  @Test
  void unchangedFileIsNotReadAgain() throws IOException {
    Files.writeString(context.resolve("file"), "one");
    byte[] first = digest(after(Duration.ofMinutes(1)).ofContext());
    byte[] unread;
    try (Directory directory = Directory.open(context)) {
      var stat = directory.stat("file");
      // Whoever read it now would fail.
      Files.move(context.resolve("file"), context.resolve("elsewhere"));
      unread = after(Duration.ofMinutes(1)).ofContext().read(directory, "file", stat);
    }
    assertThat(unread).isEqualTo(first);
  }

  @Test
  void changeWithTheSameSizeAndModificationTimeIsSeen() throws IOException {
    Files.writeString(context.resolve("file"), "one");
    byte[] first = digest(after(Duration.ofMinutes(1)).ofContext());
    replaceContent("two");
    assertThat(digest(after(Duration.ofMinutes(2)).ofContext())).isNotEqualTo(first);
  }

  @Test
  void fileThatHasJustBeenChangedIsNotRemembered() throws IOException {
    Files.writeString(context.resolve("file"), "one");
    byte[] first;
    try (Directory directory = Directory.open(context)) {
      var stat = directory.stat("file");
      first = after(Duration.ZERO).ofContext().read(directory, "file", stat);
      Files.writeString(context.resolve("file"), "two");
      // As if the change had left no trace in the times.
      assertThat(after(Duration.ZERO).ofContext().read(directory, "file", stat))
          .isNotEqualTo(first);
    }
  }

  @Test
  void attributesOfUsersCount() throws IOException {
    Files.writeString(context.resolve("file"), "one");
    byte[] first = digest(after(Duration.ofMinutes(1)).ofContext());
    try (Directory directory = Directory.open(context)) {
      directory.setAttribute("file", "user.x", "1".getBytes(StandardCharsets.UTF_8));
    }
    byte[] second = digest(after(Duration.ofMinutes(1)).ofContext());
    assertThat(second).isNotEqualTo(first);
    try (Directory directory = Directory.open(context)) {
      directory.setAttribute("file", "user.x", "2".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(digest(after(Duration.ofMinutes(1)).ofContext())).isNotIn(first, second);
  }

  @Test
  void boundariesOfContentAndAttributesCount() throws IOException {
    Files.writeString(context.resolve("file"), "");
    byte[] empty = digest(after(Duration.ofMinutes(1)).ofContext());
    Files.write(context.resolve("file"), new byte[8]);
    assertThat(digest(after(Duration.ofMinutes(1)).ofContext())).isNotEqualTo(empty);
  }
}
