package dev.jdock.image.archive;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Bounded;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.layer.Digesting;
import dev.jdock.image.layer.ObservedInput;
import dev.jdock.image.layer.TarEntry;
import dev.jdock.image.layer.TarPath;
import dev.jdock.image.layer.TarReader;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.file.FileType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.function.Predicate;

/**
 * Reads an archive of images once, from its beginning to its end: documents are kept in memory,
 * layers are unpacked into the store while they are read. Members may have any order.
 */
final class ArchiveIntake {
  /** Bytes of a layer between two lines about it. */
  private static final long STEP = 1 << 20;

  private static final int MAX_DOCUMENT = 8 << 20;

  private final LayerStore layers;
  private final ArchiveContents contents;
  private final Predicate<String> wanted;
  private final LoadProgress progress;

  /**
   * @param wanted whether an image may have the layer of that path
   */
  ArchiveIntake(
      LayerStore layers,
      ArchiveContents contents,
      Predicate<String> wanted,
      LoadProgress progress) {
    this.layers = layers;
    this.contents = contents;
    this.wanted = wanted;
    this.progress = progress;
  }

  void read(InputStream in) throws IOException {
    InputStream archive = Compression.uncompressed(in);
    TarReader reader = new TarReader(archive);
    TarEntry entry;
    while ((entry = reader.next()) != null) {
      TarPath path = TarPath.of(entry.path());
      if (entry.hardLink()) {
        contents.putLink(path.toString(), entry.linkTarget());
      } else if (entry.type() == FileType.SYMLINK) {
        String folder = path.parent().isEmpty() ? "" : path.parent() + "/";
        contents.putLink(path.toString(), folder + entry.linkTarget());
      } else if (entry.type() == FileType.REGULAR) {
        file(path.toString(), entry.size(), reader.content());
      }
    }
    // A writer at a pipe must not find it closed.
    long _ = archive.transferTo(OutputStream.nullOutputStream());
  }

  private void file(String path, long size, InputStream content) throws IOException {
    byte[] start = content.readNBytes(TarReader.BLOCK);
    if (isDocument(start) && !TarReader.isArchive(start)) {
      if (size <= MAX_DOCUMENT) {
        byte[] whole = new byte[(int) size];
        System.arraycopy(start, 0, whole, 0, start.length);
        int _ = content.readNBytes(whole, start.length, whole.length - start.length);
        Names.check(path, Digest.of(whole));
        contents.putDocument(path, whole);
      }
    } else if (Compression.of(start) != Compression.NONE || TarReader.isArchive(start)) {
      layer(path, size, start, content);
    }
  }

  private static boolean isDocument(byte[] start) {
    for (byte b : start) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b == '{' || b == '[';
      }
    }
    return false;
  }

  private void layer(String path, long size, byte[] start, InputStream rest) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.tar$", "");
    if (Digest.isDigest(Digest.PREFIX + name) && layers.find(new Digest(name)).isPresent()) {
      contents.putLayer(path, new Digest(name));
    } else if (wanted.test(path)) {
      unpack(
          path,
          start,
          new Bounded(rest, STEP, count -> progress.layer(path, start.length + count, size)));
      progress.layer(path, size, size);
    }
  }

  private void unpack(String path, byte[] start, InputStream rest) throws IOException {
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), rest);
    boolean plain = Compression.of(start) == Compression.NONE;
    DigestingInput digesting = plain ? null : new DigestingInput(whole);
    try {
      Layer layer = layers.add(digesting == null ? whole : digesting);
      long _ = whole.transferTo(OutputStream.nullOutputStream());
      Names.check(path, digesting == null ? layer.diffId() : digesting.finish());
      contents.putLayer(path, layer.diffId());
    } catch (JdockException e) {
      if (e.kind() != JdockException.Kind.INVALID) {
        throw e;
      }
      contents.putFailure(path, e);
    }
  }

  /** Digests what is read through it. */
  private static final class DigestingInput extends ObservedInput {
    private final Digesting digesting = new Digesting();

    DigestingInput(InputStream in) {
      super(in);
    }

    @Override
    protected void seen(byte[] bytes, int offset, int count) {
      digesting.write(bytes, offset, count);
    }

    /** Reads the rest, and returns the digest of the whole content. */
    Digest finish() throws IOException {
      long _ = transferTo(OutputStream.nullOutputStream());
      return digesting.digest();
    }
  }
}
