package dev.jdock.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One step of an nf_tables rule: it loads a register, compares one, or acts. The numbers are those
 * of linux/netfilter/nf_tables.h.
 */
public sealed interface NfExpression {
  /**
   * The first 16-byte register; its four 4-byte parts are this one and {@link #part}s 1 to 3, and
   * those of the registers behind it the following {@link #part}s.
   */
  int REGISTER = 1;

  /** The 4-byte register {@code number} bytes times four behind the start of {@link #REGISTER}. */
  static int part(int number) {
    return number == 0 ? REGISTER : 8 + number;
  }

  /** Writes NFTA_LIST_ELEM with NFTA_EXPR_NAME and NFTA_EXPR_DATA. */
  void write(MessageWriter out);

  /** Loads metadata of the packet. */
  record Meta(Key key, int register) implements NfExpression {
    /** What to load. */
    public enum Key {
      INPUT_NAME(6),
      OUTPUT_NAME(7),
      PROTOCOL(16);

      private final int number;

      Key(int number) {
        this.number = number;
      }
    }

    @Override
    public void write(MessageWriter out) {
      element(out, "meta", d -> d.attributeBig32(2, key.number).attributeBig32(1, register));
    }
  }

  /** Loads bytes of a header. */
  record Payload(Base base, int offset, int length, int register) implements NfExpression {
    /** Where the offset counts from. */
    public enum Base {
      NETWORK(1),
      TRANSPORT(2);

      private final int number;

      Base(int number) {
        this.number = number;
      }
    }

    @Override
    public void write(MessageWriter out) {
      element(
          out,
          "payload",
          d ->
              d.attributeBig32(1, register)
                  .attributeBig32(2, base.number)
                  .attributeBig32(3, offset)
                  .attributeBig32(4, length));
    }
  }

  /**
   * Loads an attribute of the packet's connection from connection tracking, in the machine's byte
   * order.
   */
  record Conntrack(Tracked tracked, int register) implements NfExpression {
    /** What to load. */
    public enum Tracked {
      STATE(0),
      STATUS(2);

      private final int number;

      Tracked(int number) {
        this.number = number;
      }
    }

    @Override
    public void write(MessageWriter out) {
      element(out, "ct", d -> d.attributeBig32(2, tracked.number).attributeBig32(1, register));
    }
  }

  /** Loads the routing table's type of the destination address: RTN_LOCAL and so on. */
  record DestinationType(int register) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      // NFT_FIB_RESULT_ADDRTYPE, NFTA_FIB_F_DADDR
      element(
          out, "fib", d -> d.attributeBig32(3, 2).attributeBig32(2, 3).attributeBig32(1, register));
    }
  }

  /** Ends the rule unless the register is (or is not) {@code value}. */
  record Compare(int register, boolean equal, byte[] value) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      element(
          out,
          "cmp",
          d -> data(d.attributeBig32(1, register).attributeBig32(2, equal ? 0 : 1), 3, value));
    }
  }

  /** Keeps the bits of {@code mask} in the register. */
  record And(int register, byte[] mask) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      element(
          out,
          "bitwise",
          d -> {
            d.attributeBig32(1, register).attributeBig32(2, register);
            d.attributeBig32(3, mask.length);
            data(data(d, 4, mask), 5, new byte[mask.length]);
          });
    }
  }

  /** Ends the rule unless the register, in network order, is from one value to another. */
  record Between(int register, byte[] from, byte[] to) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      element(
          out,
          "range",
          d -> data(data(d.attributeBig32(1, register).attributeBig32(2, 0), 3, from), 4, to));
    }
  }

  /** Ends the rule unless a set has what begins in the register. */
  record InSet(String set, int register) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      element(out, "lookup", d -> d.attribute(1, set).attributeBig32(2, register));
    }
  }

  /**
   * Adds what begins in the register to a set that is filled so, or lets it stay longer, and counts
   * it there; ends the rule where the set is full.
   */
  record CountInSet(String set, int register) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      // NFT_DYNSET_OP_UPDATE
      element(
          out,
          "dynset",
          d ->
              d.attribute(1, set)
                  .attributeBig32(3, 1)
                  .attributeBig32(4, register)
                  .nested(7, counter -> counter.attribute(1, "counter").nested(2, c -> {})));
    }
  }

  /**
   * Drops the packet and tells its sender.
   *
   * @param reset by a TCP segment; else by ICMP, that it is prohibited
   */
  record Reject(AddressFamily family, boolean reset) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      // NFT_REJECT_TCP_RST, or NFT_REJECT_ICMP_UNREACH with ICMP_PKT_FILTERED or
      // ICMPV6_ADM_PROHIBITED
      element(
          out,
          "reject",
          d ->
              d.attributeBig32(1, reset ? 1 : 0)
                  .attributeU8(2, reset ? 0 : family == AddressFamily.IPV4 ? 13 : 1));
    }
  }

  /**
   * Replaces the register by the value that a map has for it; ends the rule where the map has no
   * such key.
   */
  record Lookup(String map, int register) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      element(
          out,
          "lookup",
          d -> d.attribute(1, map).attributeBig32(2, register).attributeBig32(3, register));
    }
  }

  /** Gives the packet the address in one register and the port in the other. */
  record DestinationNat(AddressFamily family, int addressRegister, int portRegister)
      implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      // NFT_NAT_DNAT
      element(
          out,
          "nat",
          d ->
              d.attributeBig32(1, 1)
                  .attributeBig32(2, family.number())
                  .attributeBig32(3, addressRegister)
                  .attributeBig32(5, portRegister));
    }
  }

  /** Loads a value. */
  record Constant(int register, byte[] value) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      element(out, "immediate", d -> data(d.attributeBig32(1, register), 2, value));
    }
  }

  /** Makes the address in a register the packet's source. */
  record SourceNat(AddressFamily family, int addressRegister) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      // NFT_NAT_SNAT
      element(
          out,
          "nat",
          d ->
              d.attributeBig32(1, 0)
                  .attributeBig32(2, family.number())
                  .attributeBig32(3, addressRegister));
    }
  }

  /** Gives the packet the address of the interface that it leaves through. */
  record Masquerade() implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      element(out, "masq", d -> {});
    }
  }

  /** Ends the chain. */
  record Verdict(boolean accept) implements NfExpression {
    @Override
    public void write(MessageWriter out) {
      element(
          out,
          "immediate",
          d ->
              d.attributeBig32(1, 0)
                  .nested(2, v -> v.nested(2, c -> c.attributeBig32(1, accept ? 1 : 0))));
    }
  }

  int RTN_LOCAL = 2;
  int CT_ESTABLISHED = 2;
  int CT_RELATED = 4;
  int CT_STATUS_DNAT = 0x20;

  /** Four bytes in the machine's order, which is what the kernel's own values have. */
  static byte[] host32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  /** An interface name as it stands in a register: 16 bytes. */
  static byte[] name(String name) {
    return Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 16);
  }

  /** The mask of a prefix. */
  static byte[] mask(AddressFamily family, int prefixLength) {
    byte[] mask = new byte[family.addressLength()];
    for (int bit = 0; bit < prefixLength; bit++) {
      mask[bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    return mask;
  }

  private static void element(MessageWriter out, String name, Consumer<MessageWriter> data) {
    out.nested(1, element -> element.attribute(1, name).nested(2, data));
  }

  /** NFTA_DATA_VALUE inside an attribute. */
  private static MessageWriter data(MessageWriter out, int type, byte[] value) {
    return out.nested(type, nested -> nested.attribute(1, value));
  }
}
