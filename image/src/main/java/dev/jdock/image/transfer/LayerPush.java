package dev.jdock.image.transfer;

import dev.jdock.image.layer.LayerForm;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.store.LayerBlob;
import dev.jdock.image.store.LayerStore;
import java.io.IOException;
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
  private final LayerPacking packing;
  private final LayerForm form;
  private final TransferProgress progress;
  private final String id;
  private final AtomicLong lastAmount = new AtomicLong();

  LayerPush(
      Digest diffId,
      RemoteRepository remote,
      LayerStore layers,
      LayerPacking packing,
      LayerForm form,
      TransferProgress progress) {
    this.diffId = diffId;
    this.remote = remote;
    this.layers = layers;
    this.packing = packing;
    this.form = form;
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
    List<LayerBlob> blobs =
        layers.blobs(diffId).stream()
            .filter(blob -> form.accepts(blob.descriptor().mediaType()))
            .toList();
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
    long total = layers.layer(diffId).tarSize();
    try (LayerPacking.Packed packed =
        packing.pack(diffId, form, count -> amount("Compressing", count, total))) {
      Descriptor blob = packed.descriptor();
      if (remote.hasBlob(blob.digest())) {
        tell("Layer already exists");
      } else {
        AtomicLong sent = new AtomicLong();
        remote.upload(
            blob, packed::open, bytes -> amount("Pushing", sent.addAndGet(bytes), blob.size()));
        tell("Pushed");
      }
      return blob;
    }
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
