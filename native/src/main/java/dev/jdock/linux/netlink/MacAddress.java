package dev.jdock.linux.netlink;

import java.net.Inet4Address;
import java.util.Arrays;
import java.util.HexFormat;

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

  /** Locally administered, from the IPv4 address: 02:42 and its four bytes. */
  public static MacAddress of(Inet4Address address) {
    byte[] four = address.getAddress();
    return new MacAddress(new byte[] {0x02, 0x42, four[0], four[1], four[2], four[3]});
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
