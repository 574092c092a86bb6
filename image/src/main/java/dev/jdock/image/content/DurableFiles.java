package dev.jdock.image.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Files that are either as they were or as they shall be, a power cut included. */
public final class DurableFiles {
  static final String TEMPORARY = ".tmp-";

  private DurableFiles() {}

  /** Writes a temporary sibling, fsyncs it, renames it to {@code file}, fsyncs the directory. */
  public static void replace(Path file, byte[] content) throws IOException {
    Path directory = Objects.requireNonNull(file.getParent());
    Path temporary = Files.createTempFile(directory, TEMPORARY, "");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          int _ = channel.write(buffer);
        }
        channel.force(true);
      }
      move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Renames within one file system, taking the place of {@code to}, and fsyncs its directory. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(Objects.requireNonNull(to.getParent()));
  }

  /** fsync(2) of a directory. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Temporary files that were not modified for an hour, and so are not being written any more.
   *
   * @param glob of their names
   */
  public static List<Path> forgotten(Path directory, String glob) throws IOException {
    FileTime newest = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    List<Path> forgotten = new ArrayList<>();
    try (var files = Files.newDirectoryStream(directory, glob)) {
      for (Path file : files) {
        if (isOlder(file, newest)) {
          forgotten.add(file);
        }
      }
    }
    return forgotten;
  }

  /** False for one that has been renamed into place meanwhile. */
  private static boolean isOlder(Path file, FileTime time) throws IOException {
    try {
      return Files.getLastModifiedTime(file).compareTo(time) < 0;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Removes what {@link #replace} left when the machine went down in its middle. */
  public static void removeTemporaries(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory, TEMPORARY + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
