package dev.jdock.image.layer;

import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Two cyclic redundancy checks of an archive, CRC-32 and CRC-32C. They find what a disk or a hand
 * has damaged at a twentieth of the price of SHA-256; against forgery they are nothing.
 */
public final class Checksum {
  private final CRC32 usual = new CRC32();
  private final CRC32C castagnoli = new CRC32C();

  public void update(byte[] bytes, int offset, int length) {
    usual.update(bytes, offset, length);
    castagnoli.update(bytes, offset, length);
  }

  /** Of what it has seen so far, 16 hexadecimal digits. */
  public String value() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits((int) usual.getValue()) + hex.toHexDigits((int) castagnoli.getValue());
  }
}
