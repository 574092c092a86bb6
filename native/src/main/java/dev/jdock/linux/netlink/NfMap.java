package dev.jdock.linux.netlink;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.List;

/** What nf_tables maps from fields of a packet to an address and port are made of. */
public final class NfMap {
  /** A field of a key, four bytes wide in a register; the number is nft's for the data type. */
  public enum Field {
    ADDRESS(7),
    PROTOCOL(12),
    PORT(13);

    private final int type;

    Field(int type) {
      this.type = type;
    }
  }

  static final List<Field> TARGET = List.of(Field.ADDRESS, Field.PORT);

  private static final int TYPE_BITS = 6;

  private NfMap() {}

  static int type(List<Field> fields) {
    int type = 0;
    for (Field field : fields) {
      type = type << TYPE_BITS | field.type;
    }
    return type;
  }

  /**
   * An element; both parts are concatenations of four-byte registers in network order, each value
   * at the start of its register.
   */
  public record Element(byte[] key, byte[] target) {

    /** Of a map keyed by protocol and port. */
    public static Element of(int protocol, int port, Inet4Address address, int toPort) {
      return new Element(
          ByteBuffer.allocate(8).put((byte) protocol).putShort(4, (short) port).array(),
          target(address, toPort));
    }

    /** Of a map keyed by address, protocol and port. */
    public static Element of(
        Inet4Address host, int protocol, int port, Inet4Address address, int toPort) {
      return new Element(
          ByteBuffer.allocate(12)
              .put(host.getAddress())
              .put((byte) protocol)
              .putShort(8, (short) port)
              .array(),
          target(address, toPort));
    }

    private static byte[] target(Inet4Address address, int port) {
      return ByteBuffer.allocate(8).put(address.getAddress()).putShort((short) port).array();
    }

    void write(MessageWriter list) {
      list.nested(
          1,
          element ->
              element
                  .nested(1, data -> data.attribute(1, key))
                  .nested(2, data -> data.attribute(1, target)));
    }

    static Element read(Attributes element) {
      byte[] key = element.nested(1).bytes(1);
      byte[] target = element.nested(2).bytes(1);
      return new Element(key == null ? new byte[0] : key, target == null ? new byte[0] : target);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Element that
          && java.util.Arrays.equals(key, that.key)
          && java.util.Arrays.equals(target, that.target);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(key) * 31 + java.util.Arrays.hashCode(target);
    }
  }
}
