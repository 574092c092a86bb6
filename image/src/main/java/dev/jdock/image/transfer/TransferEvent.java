package dev.jdock.image.transfer;

import dev.jdock.image.reference.Digest;

/**
 * A line of what a transfer has to say, as in the streams of the Docker Engine API.
 *
 * @param id what it is about: a tag, or 12 digits of a layer's digest; empty for the whole
 * @param current bytes done; with {@code total} 0 there is no amount to tell
 * @param total bytes to do
 */
public record TransferEvent(String id, String status, long current, long total) {
  private static final int SHORT = 12;

  public static TransferEvent of(String id, String status) {
    return new TransferEvent(id, status, 0, 0);
  }

  /** About the whole transfer. */
  public static TransferEvent of(String status) {
    return of("", status);
  }

  /** The digest's first digits, as layers are called. */
  static String shortId(Digest digest) {
    return digest.hex().substring(0, SHORT);
  }

  /** Whether it tells an amount. */
  public boolean hasProgress() {
    return total > 0;
  }
}
