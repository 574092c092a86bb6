package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/** The records of an extended header (POSIX.1-2017, pax). */
final class PaxRecords {
  private PaxRecords() {}

  /** Records {@code "<length> <key>=<value>\n"}; an empty value takes a key away. */
  static void read(byte[] bytes, Map<String, byte[]> into, StringJoiner sparse) {
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      long length = parse(new String(bytes, at, space - at, StandardCharsets.US_ASCII), "length");
      long end = at + length;
      int equals = space;
      while (equals < bytes.length && bytes[equals] != '=') {
        equals++;
      }
      if (length <= 0 || end > bytes.length || equals >= end || bytes[(int) end - 1] != '\n') {
        throw TarReader.invalid("invalid tar header");
      }
      String key = new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      byte[] value = Arrays.copyOfRange(bytes, equals + 1, (int) end - 1);
      if (key.equals(SparseHeader.OFFSET) || key.equals(SparseHeader.LENGTH)) {
        sparse.add(new String(value, StandardCharsets.US_ASCII));
      } else if (value.length == 0 && !key.startsWith(TarReader.ATTRIBUTE)) {
        into.remove(key);
      } else {
        into.put(key, value);
      }
      at = (int) end;
    }
  }

  static long decimal(Map<String, byte[]> pax, String key) {
    return parse(text(Objects.requireNonNull(pax.get(key))), key);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  static long parse(String number, String what) {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "archive/tar: invalid tar header: " + what + " " + number,
          e);
    }
  }
}
