package dev.jdock.linux.netlink;

import java.net.Inet4Address;
import java.net.InetAddress;

/** A version of IP. */
public enum AddressFamily {
  IPV4(2, 4),
  IPV6(10, 16);

  private final int number;
  private final int addressLength;

  AddressFamily(int number, int addressLength) {
    this.number = number;
    this.addressLength = addressLength;
  }

  public static AddressFamily of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  /** AF_INET or AF_INET6, which are NFPROTO_IPV4 and NFPROTO_IPV6 to nf_tables. */
  int number() {
    return number;
  }

  /** The unspecified address: 0.0.0.0 or ::. */
  public InetAddress any() {
    return InetAddress.ofLiteral(this == IPV4 ? "0.0.0.0" : "::");
  }

  /** Of an address, in bytes. */
  public int addressLength() {
    return addressLength;
  }

  /** Of an address, in bits. */
  public int bits() {
    return addressLength * 8;
  }
}
