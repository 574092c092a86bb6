package dev.jdock.image.store;

import dev.jdock.image.layer.PackedLayer;
import dev.jdock.image.reference.Digest;

/**
 * A layer that the store holds, unpacked.
 *
 * @param diffId digest of its uncompressed tar archive
 * @param size bytes of its files and of its symbolic links' targets, as Docker reckons; hard links
 *     count once
 * @param tarSize bytes of its uncompressed tar archive
 * @param checksum of its uncompressed tar archive ({@link dev.jdock.image.layer.Checksum#value});
 *     empty where an earlier jdock has made the layer
 */
public record Layer(Digest diffId, long size, long tarSize, String checksum) {
  static Layer of(PackedLayer packed) {
    return new Layer(packed.diffId(), packed.size(), packed.tarSize(), packed.checksum());
  }
}
