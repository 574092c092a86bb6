package dev.jdock.linux.netlink;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a received netlink message; of two attributes of one type, the first is taken.
 */
final class Attributes {
  private static final int TYPE_MASK = 0x3fff;

  private record Attribute(int type, byte[] value) {}

  private final List<Attribute> attributes = new ArrayList<>();

  private Attributes() {}

  /**
   * Reads until the end of {@code bytes}; an attribute whose length is invalid ends the reading.
   */
  static Attributes read(ByteBuffer bytes) {
    ByteBuffer rest = bytes.slice().order(ByteOrder.nativeOrder());
    Attributes result = new Attributes();
    while (rest.remaining() >= 4) {
      int length = Short.toUnsignedInt(rest.getShort());
      int type = rest.getShort() & TYPE_MASK;
      if (length < 4 || length - 4 > rest.remaining()) {
        break;
      }
      byte[] value = new byte[length - 4];
      rest.get(value);
      result.attributes.add(new Attribute(type, value));
      rest.position(Math.min(rest.limit(), (rest.position() + 3) & ~3));
    }
    return result;
  }

  byte @Nullable [] bytes(int type) {
    for (Attribute attribute : attributes) {
      if (attribute.type == type) {
        return attribute.value;
      }
    }
    return null;
  }

  /** In the machine's byte order; {@code missing} when it is not there. */
  int number(int type, int missing) {
    byte[] value = bytes(type);
    return value == null || value.length < 4
        ? missing
        : ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
  }

  /** Without its NUL; empty when it is not there. */
  String text(int type) {
    byte[] value = bytes(type);
    if (value == null) {
      return "";
    }
    int length = 0;
    while (length < value.length && value[length] != 0) {
      length++;
    }
    return new String(value, 0, length, StandardCharsets.UTF_8);
  }

  @Nullable InetAddress address(int type) {
    byte[] value = bytes(type);
    try {
      return value == null || (value.length != 4 && value.length != 16)
          ? null
          : InetAddress.getByAddress(value);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty when it is not there. */
  Attributes nested(int type) {
    byte[] value = bytes(type);
    return read(ByteBuffer.wrap(value == null ? new byte[0] : value));
  }

  /** The values of every attribute of that type, in order. */
  List<byte[]> all(int type) {
    return attributes.stream().filter(a -> a.type == type).map(Attribute::value).toList();
  }
}
