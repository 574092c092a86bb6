package dev.jdock.image.registry;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses, {@code 10.0.0.0/8}.
 *
 * @param bits how many leading bits count
 */
public record Cidr(InetAddress address, int bits) {

  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
      int bits = Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > address.getAddress().length * 8
          ? Optional.empty()
          : Optional.of(new Cidr(address, bits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** {@code 127.0.0.0/8}. */
  @Override
  public String toString() {
    return address.getHostAddress() + "/" + bits;
  }

  /** Whether {@code host} is an address, not a name, and within. */
  boolean containsLiteral(String host) {
    return Hosts.isLiteral(host) && contains(InetAddress.ofLiteral(host));
  }
}
