package dev.jdock.image.transfer;

import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import java.time.Instant;
import java.util.List;

/**
 * An image that a registry has: all that its documents say is known, and none of its layers need be
 * in the store.
 *
 * @param name as it was asked for
 */
public record FoundImage(Reference name, RemoteImage remote) {

  /** As the store would show it, without names; of no size. */
  public Image image() {
    ImageDocument document = remote.config();
    return new Image(
        remote.id().toString(),
        List.of(),
        List.of(),
        null,
        document.created() == null ? Instant.EPOCH : document.created(),
        document.architecture(),
        document.os(),
        document.variant(),
        document.author(),
        document.comment(),
        document.config(),
        document.diffIds().stream().map(Digest::toString).toList(),
        document.history().stream()
            .map(h -> new Image.History(h.created(), h.createdBy(), h.comment(), h.emptyLayer()))
            .toList(),
        0);
  }
}
