package dev.jdock.runtime.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one log: {@code log}, and the older ones {@code log.1}, {@code log.2.gz} … A reader
 * keeps what it has opened, whatever is moved or removed meanwhile.
 */
final class LogFiles {
  private static final String COMPRESSED = ".gz";

  private final Path current;

  LogFiles(Path current) {
    this.current = current;
  }

  private Path older(int number, boolean compressed) {
    return current.resolveSibling(
        current.getFileName() + "." + number + (compressed ? COMPRESSED : ""));
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
    if (policy.compress()) {
      // Whoever writes does not wait for it, but for its end before the next rotation.
      Thread.ofPlatform().daemon().name("log-compression").start(this::compress);
    }
  }

  private synchronized void compress() {
    Path plain = older(1, false);
    Path compressed = older(1, true);
    try {
      try (InputStream in = Files.newInputStream(plain);
          OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
        in.transferTo(out);
      }
      Files.delete(plain);
    } catch (IOException e) {
      // A full disk: the plain one stays, or the container has gone with all of them.
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
    if (Files.exists(older(number, false))) {
      return Files.newInputStream(older(number, false));
    }
    return Files.exists(older(number, true))
        ? new GZIPInputStream(Files.newInputStream(older(number, true)))
        : null;
  }
}
