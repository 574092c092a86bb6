package dev.jdock.image.content;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Blobs by digest, in {@code <root>/blobs/sha256/<hex>}. A blob is there whole and verified, or not
 * at all. Thread-safe.
 */
public final class BlobStore {
  private final Path directory;

  private BlobStore(Path directory) {
    this.directory = directory;
  }

  /** Opens the store below {@code root}, making it if need be, and removes half written blobs. */
  public static BlobStore open(Path root) {
    Path directory = root.resolve("blobs").resolve("sha256");
    try {
      Files.createDirectories(directory);
      DurableFiles.removeTemporaries(directory);
    } catch (IOException e) {
      throw JdockException.internal("cannot open the blobs below " + root, e);
    }
    return new BlobStore(directory);
  }

  public Digest write(byte[] content) {
    return write(new ByteArrayInputStream(content), null, -1);
  }

  /**
   * Stores the content of {@code in}, read to its end.
   *
   * @param expected null to take any content
   * @param size in bytes; -1 to take any
   * @throws JdockException INVALID when digest or size differ; nothing is stored then
   */
  public Digest write(InputStream in, @Nullable Digest expected, long size) {
    Path temporary = null;
    try {
      temporary = Files.createTempFile(directory, DurableFiles.TEMPORARY, "");
      Digest found = copy(in, temporary, expected, size);
      DurableFiles.move(temporary, path(found));
      return found;
    } catch (IOException e) {
      throw JdockException.internal("cannot write blob: " + e.getMessage(), e);
    } finally {
      delete(temporary);
    }
  }

  private static Digest copy(InputStream in, Path temporary, @Nullable Digest expected, long size)
      throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), sha256)) {
      byte[] buffer = new byte[64 * 1024];
      long total = 0;
      for (int count; (count = in.read(buffer)) >= 0; total += count) {
        out.write(buffer, 0, count);
        if (size >= 0 && total + count > size) {
          throw JdockException.invalid("content is longer than its " + size + " bytes");
        }
      }
      if (size >= 0 && total != size) {
        throw JdockException.invalid("content has " + total + " bytes, expected " + size);
      }
      Digest found = Digest.of(sha256);
      if (expected != null && !found.equals(expected)) {
        throw JdockException.invalid("content has digest " + found + ", expected " + expected);
      }
      channel.force(true);
      return found;
    }
  }

  public boolean contains(Digest digest) {
    return Files.exists(path(digest));
  }

  /** The blob's bytes; for documents, not for layers. */
  public byte[] read(Digest digest) {
    try {
      return Files.readAllBytes(path(digest));
    } catch (IOException e) {
      throw unreadable(digest, e);
    }
  }

  /** The caller closes the stream. */
  public InputStream open(Digest digest) {
    try {
      return Files.newInputStream(path(digest));
    } catch (IOException e) {
      throw unreadable(digest, e);
    }
  }

  /** In bytes. */
  public long size(Digest digest) {
    try {
      return Files.size(path(digest));
    } catch (IOException e) {
      throw unreadable(digest, e);
    }
  }

  /** Every blob's digest. */
  public List<Digest> list() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> Digest.PREFIX + file.getFileName())
          .filter(Digest::isDigest)
          .map(Digest::parse)
          .toList();
    } catch (IOException e) {
      throw JdockException.internal("cannot list the blobs", e);
    }
  }

  /** Does nothing for a blob that is not there. */
  public void remove(Digest digest) {
    delete(path(digest));
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot remove " + file, e);
    }
  }

  private Path path(Digest digest) {
    return directory.resolve(digest.hex());
  }

  private static JdockException unreadable(Digest digest, IOException e) {
    return e instanceof NoSuchFileException
        ? new JdockException(JdockException.Kind.NOT_FOUND, "content " + digest + ": not found", e)
        : JdockException.internal("cannot read blob " + digest, e);
  }

  /** Partly written blobs that no download continues. */
  public List<Path> forgotten() {
    try {
      return DurableFiles.forgotten(directory, DurableFiles.TEMPORARY + "*");
    } catch (IOException e) {
      throw JdockException.internal("cannot list " + directory, e);
    }
  }
}
