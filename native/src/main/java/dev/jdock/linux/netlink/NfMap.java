package dev.jdock.linux.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** What nf_tables maps from fields of a packet to an address and port are made of. */
public final class NfMap {
  /** A field of a key or a target. */
  public enum Field {
    ADDRESS,
    PROTOCOL,
    PORT;

    /** nft's number for the data type. */
    private int type(AddressFamily family) {
      return switch (this) {
        case ADDRESS -> family == AddressFamily.IPV4 ? 7 : 8;
        case PROTOCOL -> 12;
        case PORT -> 13;
      };
    }

    /** In bytes of registers, which are four wide each. */
    private int length(AddressFamily family) {
      return this == ADDRESS ? family.addressLength() : REGISTER_LENGTH;
    }
  }

  static final List<Field> TARGET = List.of(Field.ADDRESS, Field.PORT);

  private static final int TYPE_BITS = 6;
  private static final int REGISTER_LENGTH = 4;

  private NfMap() {}

  static int type(AddressFamily family, List<Field> fields) {
    int type = 0;
    for (Field field : fields) {
      type = type << TYPE_BITS | field.type(family);
    }
    return type;
  }

  static int length(AddressFamily family, List<Field> fields) {
    return fields.stream().mapToInt(field -> field.length(family)).sum();
  }

  /**
   * An element; both parts are concatenations of four-byte registers in network order, each value
   * at the start of its register.
   */
  public record Element(byte[] key, byte[] target) {

    /** Of a map keyed by protocol and port. */
    public static Element of(int protocol, int port, InetAddress address, int toPort) {
      return new Element(
          ByteBuffer.allocate(8).put((byte) protocol).putShort(4, (short) port).array(),
          target(address, toPort));
    }

    /** Of a map keyed by address, protocol and port; both addresses are of the table's family. */
    public static Element of(
        InetAddress host, int protocol, int port, InetAddress address, int toPort) {
      byte[] bytes = host.getAddress();
      return new Element(
          ByteBuffer.allocate(bytes.length + 8)
              .put(bytes)
              .put((byte) protocol)
              .putShort(bytes.length + 4, (short) port)
              .array(),
          target(address, toPort));
    }

    private static byte[] target(InetAddress address, int port) {
      byte[] bytes = address.getAddress();
      return ByteBuffer.allocate(bytes.length + 4).put(bytes).putShort((short) port).array();
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
          && Arrays.equals(key, that.key)
          && Arrays.equals(target, that.target);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(key) * 31 + Arrays.hashCode(target);
    }
  }
}
