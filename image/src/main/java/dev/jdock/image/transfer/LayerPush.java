package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Gzip;
import dev.jdock.image.layer.ReadAhead;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerBlob;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One layer on its way to a registry: not at all if that has it, by a word if another repository of
 * it has, else compressed again from its files.
 */
final class LayerPush implements Callable<Descriptor> {
  private static final int MOST_QUESTIONS = 3;
  private static final long PROGRESS_NANOSECONDS = 100_000_000;

  private final Digest diffId;
  private final RemoteRepository remote;
  private final LayerStore layers;
  private final Path directory;
  private final Gzip gzip;
  private final TransferProgress progress;
  private final String id;
  private final AtomicLong lastAmount = new AtomicLong();

  /**
   * @param directory for the layer while it is compressed
   */
  LayerPush(
      Digest diffId,
      RemoteRepository remote,
      LayerStore layers,
      Path directory,
      Gzip gzip,
      TransferProgress progress) {
    this.diffId = diffId;
    this.remote = remote;
    this.layers = layers;
    this.directory = directory;
    this.gzip = gzip;
    this.progress = progress;
    this.id = TransferEvent.shortId(diffId);
  }

  /** The blob that the registry has when this returns. */
  @Override
  public Descriptor call() throws IOException {
    Optional<Descriptor> there = known();
    Descriptor blob = there.isPresent() ? there.get() : send();
    layers.addBlob(diffId, blob, remote.name().name());
    return blob;
  }

  private Optional<Descriptor> known() {
    List<LayerBlob> blobs = layers.blobs(diffId);
    for (LayerBlob blob : blobs.subList(0, Math.min(blobs.size(), MOST_QUESTIONS))) {
      if (remote.hasBlob(blob.descriptor().digest())) {
        tell("Layer already exists");
        return Optional.of(blob.descriptor());
      }
    }
    return mounted(blobs);
  }

  private Optional<Descriptor> mounted(List<LayerBlob> blobs) {
    Reference own = remote.name();
    int questions = 0;
    for (LayerBlob blob : blobs) {
      for (String repository : blob.repositories()) {
        Reference other = Reference.parse(repository);
        if (other.registry().equals(own.registry())
            && !other.repository().equals(own.repository())
            && questions++ < MOST_QUESTIONS
            && remote.mountBlob(blob.descriptor().digest(), other.repository())) {
          tell("Mounted from " + other.repository());
          return Optional.of(blob.descriptor());
        }
      }
    }
    return Optional.empty();
  }

  private Descriptor send() throws IOException {
    Path file = Files.createTempFile(directory, Downloads.UPLOAD, "");
    try {
      Descriptor blob = compress(file);
      if (remote.hasBlob(blob.digest())) {
        tell("Layer already exists");
      } else {
        AtomicLong sent = new AtomicLong();
        remote.upload(
            blob,
            () -> new FileInputStream(file.toFile()),
            bytes -> amount("Pushing", sent.addAndGet(bytes), blob.size()));
        tell("Pushed");
      }
      return blob;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Descriptor compress(Path file) throws IOException {
    Layer layer = layers.layer(diffId);
    MessageDigest sha256 = Digest.sha256();
    MessageDigest tarSha256 = Digest.sha256();
    long size;
    // Either digest costs as much as the compression: they are taken on a thread each.
    try (FileOutputStream out = new FileOutputStream(file.toFile());
        InputStream tar = ReadAhead.start("read-" + id, () -> digested(layer, tarSha256))) {
      OutputStream digested =
          new BufferedOutputStream(new DigestOutputStream(out, sha256), 64 * 1024);
      gzip.compress(tar, digested);
      digested.flush();
      size = out.getChannel().position();
    }
    if (!Digest.of(tarSha256).equals(diffId)) {
      throw JdockException.internal(
          "layer " + diffId + " is damaged: its files have been changed", new IOException());
    }
    return new Descriptor(MediaTypes.OCI_LAYER_GZIP, Digest.of(sha256), size, null);
  }

  private InputStream digested(Layer layer, MessageDigest sha256) throws IOException {
    InputStream tar = layers.openTar(diffId);
    return new MeteredDigest(tar, sha256, count -> amount("Compressing", count, layer.tarSize()));
  }

  private void amount(String status, long count, long total) {
    long now = System.nanoTime();
    long last = lastAmount.get();
    if (total > 0
        && (count == total || now - last >= PROGRESS_NANOSECONDS)
        && lastAmount.compareAndSet(last, now)) {
      progress.tell(new TransferEvent(id, status, count, total));
    }
  }

  private void tell(String status) {
    progress.tell(TransferEvent.of(id, status));
  }
}
