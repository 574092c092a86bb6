package dev.jdock.image.store;

import dev.jdock.image.layer.Checksum;
import dev.jdock.image.layer.Digesting;

/**
 * Whether the archive of a layer that is written again is what it was: by the checksum that was
 * taken with the layer's digest, since SHA-256 takes longer than all else that is done to an
 * archive; by the digest itself where an earlier jdock has left no checksum. For one thread.
 */
public final class ArchiveCheck {
  private final Layer layer;
  private final Checksum checksum = new Checksum();
  private final Digesting digesting = new Digesting();
  private long count;

  public ArchiveCheck(Layer layer) {
    this.layer = layer;
  }

  /** The next bytes of the archive. */
  public void update(byte[] bytes, int offset, int length) {
    count += length;
    if (layer.checksum().isEmpty()) {
      digesting.write(bytes, offset, length);
    } else {
      checksum.update(bytes, offset, length);
    }
  }

  /** To be called once, at the end. */
  public boolean passed() {
    return count == layer.tarSize()
        && (layer.checksum().isEmpty()
            ? digesting.digest().equals(layer.diffId())
            : checksum.value().equals(layer.checksum()));
  }
}
