package dev.jdock.image.layer;

import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A digest of what an archive says of its entries: all but contents, and the attributes of regular
 * files, which cost as much to read.
 */
final class EntrySum {
  private static final int NUMBERS = 44;

  private final MessageDigest sha256 = Digest.sha256();
  private final ByteBuffer numbers = ByteBuffer.allocate(NUMBERS);

  void add(TarEntry entry) {
    text(entry.path());
    text(entry.linkTarget());
    text(entry.type().name());
    numbers
        .clear()
        .putInt(entry.hardLink() ? 1 : 0)
        .putInt(entry.mode())
        .putInt(entry.uid())
        .putInt(entry.gid())
        .putLong(entry.size())
        .putLong(entry.mtimeSeconds())
        .putInt(entry.mtimeNanos())
        .putInt(entry.deviceMajor())
        .putInt(entry.deviceMinor());
    sha256.update(numbers.flip());
    if (entry.type() != FileType.REGULAR) {
      entry
          .attributes()
          .forEach((name, value) -> {
            text(name);
            bytes(value);
          });
    }
  }

  private void text(String text) {
    bytes(FileNames.encode(text));
  }

  /** With their length, so that no two lists read alike. */
  private void bytes(byte[] bytes) {
    sha256.update(numbers.clear().putInt(bytes.length).flip());
    sha256.update(bytes);
  }

  /** To be called once, at the end. */
  Digest digest() {
    return Digest.of(sha256);
  }
}
