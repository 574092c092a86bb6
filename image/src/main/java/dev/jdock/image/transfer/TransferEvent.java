package dev.jdock.image.transfer;

import dev.jdock.image.reference.Digest;

/**
 * A progress event of a transfer, as in the streams of the Docker Engine API.
 *
 * @param id the object: a tag, or 12 digits of a layer's digest; empty for the whole transfer
 * @param current bytes done; with {@code total} 0 there is no amount
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

  /** Whether it has an amount. */
  public boolean hasProgress() {
    return total > 0;
  }
}
