package dev.jdock.image.text;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** How addresses are written. */
public final class AddressText {
  private static final int WORDS = 8;

  private AddressText() {}

  /**
   * An address in dotted form, or as RFC 5952 has it: {@code fd00::1}. Java writes out all eight
   * numbers of an IPv6 address.
   */
  public static String of(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    List<String> words = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      words.add(Integer.toHexString(Short.toUnsignedInt(bytes.getShort())));
    }
    int start = 0;
    int length = 1;
    for (int i = 0; i < WORDS; i++) {
      int zeros = zeros(words, i);
      if (zeros > length) {
        start = i;
        length = zeros;
      }
    }
    return length == 1
        ? String.join(":", words)
        : String.join(":", words.subList(0, start))
            + "::"
            + String.join(":", words.subList(start + length, WORDS));
  }

  /** How many words from that on are zero. */
  private static int zeros(List<String> words, int from) {
    int end = from;
    while (end < WORDS && words.get(end).equals("0")) {
      end++;
    }
    return end - from;
  }
}
