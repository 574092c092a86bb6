package dev.jdock.image.build.cache;

import dev.jdock.image.build.cache.KeyParts.Part;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.FileNames;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What the keys of former steps were made of, a file each. Of bounded number and size: those that
 * were written longest ago go first.
 */
public final class PartsStore {
  private static final String SUFFIX = ".parts.gz";
  private static final String DRAFT = "draft-";
  private static final int FORM = 1;
  private static final int BUFFER = 64 * 1024;
  private static final int MOST_FILES = 2000;
  private static final long MOST_BYTES = 64L << 20;

  /** Every so many writes the folder is looked through. */
  private static final int TIDY_AFTER = 50;

  private final Path directory;
  private int writes;

  /**
   * @param builds the builder's folder; {@code parts} in it is made with the first file
   */
  public PartsStore(Path builds) {
    this.directory = builds.resolve("parts");
  }

  private Path file(Digest key) {
    return directory.resolve(key.hex() + SUFFIX);
  }

  /** Does nothing where the disk is full: all of it is for explanations only. */
  public synchronized void store(Digest key, KeyParts parts) {
    try {
      Files.createDirectories(directory);
      Path draft = Files.createTempFile(directory, DRAFT, ".tmp");
      try {
        write(draft, parts);
        Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      writes++;
      if (writes % TIDY_AFTER == 1) {
        tidy();
      }
    } catch (IOException | DirectoryIteratorException full) {
      // There will be no explanation, then.
    }
  }

  private static void write(Path file, KeyParts parts) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new QuickGzip(Files.newOutputStream(file)), BUFFER))) {
      out.writeInt(FORM);
      out.writeBoolean(parts.truncated());
      out.writeInt(parts.parts().size());
      for (Part part : parts.parts()) {
        write(out, part.name());
        write(out, part.value());
      }
    }
  }

  /** Much quicker than the usual level, and little larger. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = FileNames.encode(text);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Empty where there are none, or none that can be read. */
  public Optional<KeyParts> find(Digest key) {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file(key)))))) {
      if (in.readInt() != FORM) {
        return Optional.empty();
      }
      boolean truncated = in.readBoolean();
      int count = Math.min(in.readInt(), KeyParts.MOST);
      var parts = new ArrayList<Part>();
      for (int i = 0; i < count; i++) {
        parts.add(new Part(read(in), read(in)));
      }
      return Optional.of(new KeyParts(parts, truncated));
    } catch (IOException | NegativeArraySizeException damaged) {
      return Optional.empty();
    }
  }

  private static String read(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(in.readInt());
    return FileNames.decode(bytes, 0, bytes.length);
  }

  private void tidy() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      all.forEach(files::add);
    }
    files.sort(Comparator.comparingLong(PartsStore::written).reversed());
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      bytes += Files.size(files.get(i));
      if (i >= MOST_FILES || bytes > MOST_BYTES) {
        Files.deleteIfExists(files.get(i));
      }
    }
  }

  private static long written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }
}
