package dev.jdock.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One netlink message under construction: a header, a fixed part, then attributes, each padded to
 * four bytes. Numbers are in the machine's byte order, as rtnetlink wants them; nf_tables wants its
 * own in network order, for which there are the {@code big} methods.
 */
final class MessageWriter {
  static final int HEADER_LENGTH = 16;

  static final int NLM_F_REQUEST = 0x1;
  static final int NLM_F_ACK = 0x4;
  static final int NLM_F_DUMP = 0x300;
  static final int NLM_F_REPLACE = 0x100;
  static final int NLM_F_EXCL = 0x200;
  static final int NLM_F_CREATE = 0x400;
  static final int NLM_F_APPEND = 0x800;

  private static final int NLA_F_NESTED = 0x8000;
  private static final int SEQUENCE_OFFSET = 8;

  private final String description;
  private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

  /**
   * @param description what the message does, for error messages
   */
  MessageWriter(String description, int type, int flags) {
    this.description = description;
    u32(0).u16(type).u16(flags | NLM_F_REQUEST).u32(0).u32(0);
  }

  String description() {
    return description;
  }

  MessageWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  MessageWriter u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  MessageWriter u32(int value) {
    room(4).putInt(value);
    return this;
  }

  MessageWriter big16(int value) {
    return u8(value >> 8).u8(value);
  }

  MessageWriter attribute(int type, byte[] value) {
    u16(4 + value.length).u16(type);
    room(value.length).put(value);
    return pad();
  }

  MessageWriter attributeU8(int type, int value) {
    return attribute(type, new byte[] {(byte) value});
  }

  MessageWriter attributeU16(int type, int value) {
    return u16(6).u16(type).u16(value).pad();
  }

  MessageWriter attributeU32(int type, int value) {
    return u16(8).u16(type).u32(value);
  }

  MessageWriter attributeBig32(int type, int value) {
    return u16(8).u16(type).big16(value >>> 16).big16(value);
  }

  MessageWriter attributeBig64(int type, long value) {
    return attribute(type, ByteBuffer.allocate(8).putLong(value).array());
  }

  /** NUL-terminated text. */
  MessageWriter attribute(int type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return attribute(type, Arrays.copyOf(bytes, bytes.length + 1));
  }

  MessageWriter nested(int type, Consumer<MessageWriter> content) {
    int start = buffer.position();
    u16(0).u16(type | NLA_F_NESTED);
    content.accept(this);
    buffer.putShort(start, (short) (buffer.position() - start));
    return this;
  }

  /** The finished message. */
  byte[] bytes(int sequence) {
    buffer.putInt(0, buffer.position());
    buffer.putInt(SEQUENCE_OFFSET, sequence);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private MessageWriter pad() {
    while (buffer.position() % 4 != 0) {
      u8(0);
    }
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger =
          ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes))
              .order(ByteOrder.nativeOrder());
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
