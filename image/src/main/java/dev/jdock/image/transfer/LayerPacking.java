package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Gzip;
import dev.jdock.image.layer.LayerForm;
import dev.jdock.image.layer.ReadAhead;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.ArchiveCheck;
import dev.jdock.image.store.LayerStore;
import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Makes blobs of layers, for whoever wants them elsewhere. Thread-safe. */
public final class LayerPacking {
  private final LayerStore layers;
  private final Path directory;
  // One for all layers: memory is bounded, processors are not fought for.
  private final Gzip gzip = new Gzip();

  /**
   * @param root of the store, for layers while they are compressed
   */
  public LayerPacking(LayerStore layers, Path root) {
    this(layers, Downloads.open(root));
  }

  LayerPacking(LayerStore layers, Downloads downloads) {
    this.layers = layers;
    this.directory = downloads.directory();
  }

  /** A layer in a temporary file, which goes when this is closed. */
  public record Packed(Descriptor descriptor, Path file) implements AutoCloseable {
    public InputStream open() throws IOException {
      return new FileInputStream(file.toFile());
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Compresses a layer. What is damaged in the store is not handed on.
   *
   * @param progress receives the number of bytes read so far
   */
  public Packed pack(Digest diffId, LayerForm form, LongConsumer progress) throws IOException {
    Path file = Files.createTempFile(directory, Downloads.UPLOAD, "");
    try {
      return new Packed(compress(diffId, form, file, progress), file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private Descriptor compress(Digest diffId, LayerForm form, Path file, LongConsumer progress)
      throws IOException {
    MessageDigest sha256 = Digest.sha256();
    ArchiveCheck check = new ArchiveCheck(layers.layer(diffId));
    long size;
    // The files are read on a thread of their own.
    try (FileOutputStream out = new FileOutputStream(file.toFile());
        InputStream tar =
            ReadAhead.start(
                "read-" + TransferEvent.shortId(diffId),
                () -> new CheckedArchive(layers.openTar(diffId), check, progress))) {
      OutputStream digested =
          new BufferedOutputStream(new DigestOutputStream(out, sha256), 64 * 1024);
      form.compress(tar, digested, gzip);
      digested.flush();
      size = out.getChannel().position();
    }
    if (!check.passed()) {
      throw JdockException.internal(
          "layer " + diffId + " is damaged: its files have been changed", new IOException());
    }
    return new Descriptor(form.kind().mediaType(), Digest.of(sha256), size, null);
  }
}
