package dev.jdock.linux.netlink;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** An Ethernet address: six bytes, written {@code 02:42:ac:11:00:02}. */
public record MacAddress(byte[] bytes) {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  public MacAddress {
    if (bytes.length != 6) {
      throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
    }
    bytes = bytes.clone();
  }

  public static MacAddress parse(String text) {
    return new MacAddress(COLONS.parseHex(text));
  }

  /**
   * Locally administered, from the address: 02:42 and the four bytes of an IPv4 one, or four made
   * of an IPv6 one.
   */
  public static MacAddress of(InetAddress address) {
    byte[] four = address instanceof Inet4Address ? address.getAddress() : checksum(address);
    return new MacAddress(new byte[] {0x02, 0x42, four[0], four[1], four[2], four[3]});
  }

  private static byte[] checksum(InetAddress address) {
    CRC32 crc = new CRC32();
    crc.update(address.getAddress());
    return ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MacAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return COLONS.formatHex(bytes);
  }
}
