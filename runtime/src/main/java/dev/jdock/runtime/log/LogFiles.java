package dev.jdock.runtime.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one log: {@code log}, and the older ones {@code log.1}, {@code log.2.gz} … A reader
 * keeps the files that it has opened, also when they are rotated or removed meanwhile.
 */
final class LogFiles {
  private static final String COMPRESSED = ".gz";

  private final Path current;
  private boolean compressing;
  private int rotations;

  LogFiles(Path current) {
    this.current = current;
  }

  private Path older(int number, boolean compressed) {
    return current.resolveSibling(
        current.getFileName() + "." + number + (compressed ? COMPRESSED : ""));
  }

  /** After a rotation that an engine's end has cut short, a number may be free. */
  synchronized void closeGaps() throws IOException {
    int next = 1;
    for (int number : numbers()) {
      for (boolean compressed : new boolean[] {false, true}) {
        if (number != next && Files.exists(older(number, compressed))) {
          Files.move(older(number, compressed), older(next, compressed));
        }
      }
      next++;
    }
  }

  private SortedSet<Integer> numbers() throws IOException {
    String prefix = current.getFileName() + ".";
    SortedSet<Integer> numbers = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), prefix + "*")) {
      for (Path file : files) {
        String rest = String.valueOf(file.getFileName()).substring(prefix.length());
        String number =
            rest.endsWith(COMPRESSED)
                ? rest.substring(0, rest.length() - COMPRESSED.length())
                : rest;
        if (number.matches("[1-9][0-9]{0,8}")) {
          numbers.add(Integer.valueOf(number));
        }
      }
    }
    return numbers;
  }

  private Path folder() {
    return Objects.requireNonNullElse(current.getParent(), Path.of(""));
  }

  /** The current file becomes the youngest of the older ones. */
  synchronized void rotate(LogPolicy policy) throws IOException {
    if (policy.maxFiles() == 1) {
      Files.deleteIfExists(current);
      return;
    }
    for (boolean compressed : new boolean[] {false, true}) {
      Files.deleteIfExists(older(policy.maxFiles() - 1, compressed));
      for (int i = policy.maxFiles() - 2; i > 0; i--) {
        if (Files.exists(older(i, compressed))) {
          Files.move(
              older(i, compressed), older(i + 1, compressed), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    Files.move(current, older(1, false), StandardCopyOption.REPLACE_EXISTING);
    rotations++;
    if (policy.compress() && !compressing) {
      compressing = true;
      Thread.ofPlatform()
          .daemon()
          .name("log-compression")
          .start(() -> compressAll(policy.maxFiles()));
    }
  }

  /** What is rotated meanwhile is compressed after it. */
  private void compressAll(int maxFiles) {
    Path unfinished = current.resolveSibling(current.getFileName() + COMPRESSED + ".tmp");
    try {
      for (Plain plain; (plain = firstPlain(maxFiles)) != null; ) {
        compress(plain, unfinished, maxFiles);
      }
    } catch (IOException e) {
      // A full disk: the plain one stays, or the container has gone with all of them.
      deleteUnfinished(unfinished);
      stopCompressing();
    }
  }

  /** An older file as it was after so many rotations. */
  private record Plain(InputStream content, int number, int rotations) {}

  /** Null when there is none: then the next rotation begins anew. */
  private synchronized @Nullable Plain firstPlain(int maxFiles) throws IOException {
    for (int number = maxFiles - 1; number > 0; number--) {
      if (Files.exists(older(number, false))) {
        return new Plain(Files.newInputStream(older(number, false)), number, rotations);
      }
    }
    compressing = false;
    return null;
  }

  private synchronized void stopCompressing() {
    compressing = false;
  }

  /** Compresses without the lock: writers and readers do not wait for it. */
  private void compress(Plain plain, Path unfinished, int maxFiles) throws IOException {
    try (InputStream in = plain.content();
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
      in.transferTo(out);
    }
    synchronized (this) {
      int number = plain.number() + rotations - plain.rotations();
      if (number < maxFiles) {
        Files.move(unfinished, older(number, true), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(older(number, false));
      } else {
        Files.delete(unfinished);
      }
    }
  }

  private static void deleteUnfinished(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      // The next one takes its place.
      return;
    }
  }

  /** Streams of the older files, oldest first; the caller closes them. */
  synchronized List<InputStream> openOlder() throws IOException {
    List<InputStream> streams = new ArrayList<>();
    for (int i = 1; ; i++) {
      InputStream stream = openOlder(i);
      if (stream == null) {
        return streams;
      }
      streams.addFirst(stream);
    }
  }

  /** The file that was rotated so many times; null when there is none. */
  synchronized @Nullable InputStream openOlder(int number) throws IOException {
    try {
      return Files.newInputStream(older(number, false));
    } catch (NoSuchFileException compressedOrNone) {
      return openCompressed(number);
    }
  }

  private @Nullable InputStream openCompressed(int number) throws IOException {
    try {
      return new GZIPInputStream(Files.newInputStream(older(number, true)));
    } catch (NoSuchFileException none) {
      return null;
    }
  }
}
