package dev.jdock.linux.netlink;

import static dev.jdock.linux.netlink.MessageWriter.NLM_F_ACK;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_DUMP;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packet filtering and address translation of the network namespace in which it was opened: the
 * kernel's nf_tables of one family, as described by linux/netfilter/nf_tables.h.
 *
 * <p>Methods throw {@link SyscallException} with the kernel's errno.
 */
public final class NfTables implements AutoCloseable {
  private static final int NETLINK_NETFILTER = 12;
  private static final int SUBSYSTEM = 10 << 8;
  private static final int GETTABLE = SUBSYSTEM | 1;
  private static final int GETCHAIN = SUBSYSTEM | 4;
  private static final int GETRULE = SUBSYSTEM | 7;
  private static final int GETSETELEM = SUBSYSTEM | 13;
  private static final int GETGEN = SUBSYSTEM | 16;

  private final NetlinkSocket socket;
  private final AddressFamily family;

  private NfTables(NetlinkSocket socket, AddressFamily family) {
    this.socket = socket;
    this.family = family;
  }

  /** For the network namespace of the calling thread. */
  public static NfTables open(AddressFamily family) {
    return new NfTables(NetlinkSocket.open(NETLINK_NETFILTER), family);
  }

  /** Changes of a table of this family. */
  public NfBatch batch(String table) {
    return new NfBatch(family, table);
  }

  /** Makes all changes of the batch, or none. */
  public void commit(NfBatch batch) {
    socket.execute(batch.messages());
  }

  /**
   * A number that every change of any table of this network namespace makes another one, whoever
   * makes it: what was found at some generation needs no second look at the same.
   */
  public int generation() {
    return socket.query(NfBatch.header("ask for generation", GETGEN, NLM_F_ACK, 0, 0)).stream()
        .map(answer -> attributes(answer.payload()).bytes(1))
        .mapToInt(id -> ByteBuffer.wrap(Objects.requireNonNull(id)).getInt())
        .findFirst()
        .orElseThrow();
  }

  /** The names of all tables. */
  public List<String> tables() {
    return socket
        .query(NfBatch.header("list tables", GETTABLE, NLM_F_DUMP, family.number(), 0))
        .stream()
        .map(answer -> attributes(answer.payload()).text(1))
        .toList();
  }

  /**
   * A chain.
   *
   * @param drops whether it is a base chain whose policy is to drop
   */
  public record Chain(String name, boolean drops) {}

  /** The chains of a table; none when it does not exist. */
  public List<Chain> chains(String table) {
    return socket
        .query(NfBatch.header("list chains", GETCHAIN, NLM_F_DUMP, family.number(), 0))
        .stream()
        .map(answer -> attributes(answer.payload()))
        .filter(chain -> chain.text(1).equals(table))
        .map(chain -> new Chain(chain.text(3), isZero(chain.bytes(5))))
        .toList();
  }

  private static boolean isZero(byte @Nullable [] policy) {
    return policy != null && Arrays.equals(policy, new byte[4]);
  }

  /**
   * A rule.
   *
   * @param comment empty for none
   */
  public record Rule(long handle, String comment) {}

  /** The rules of a chain, in their order; none when it is not there. */
  public List<Rule> rules(String table, String chain) {
    return socket
        .query(
            NfBatch.header("list rules", GETRULE, NLM_F_DUMP, family.number(), 0)
                .attribute(1, table)
                .attribute(2, chain))
        .stream()
        .map(answer -> attributes(answer.payload()))
        // Kernels before 5.2 do not filter.
        .filter(rule -> rule.text(1).equals(table) && rule.text(2).equals(chain))
        .map(rule -> new Rule(handle(rule), comment(rule.bytes(7))))
        .toList();
  }

  private static long handle(Attributes rule) {
    return big64(rule.bytes(3));
  }

  private static String comment(byte @Nullable [] userData) {
    if (userData == null || userData.length < 3 || userData[0] != 0) {
      return "";
    }
    int length = Math.min(Byte.toUnsignedInt(userData[1]) - 1, userData.length - 2);
    return new String(userData, 2, Math.max(0, length), StandardCharsets.UTF_8);
  }

  /** The elements of a map; none when it is not there. */
  public List<NfMap.Element> elements(String table, String map) {
    MessageWriter request =
        NfBatch.header("list map " + table + " " + map, GETSETELEM, NLM_F_DUMP, family.number(), 0)
            .attribute(1, table)
            .attribute(2, map);
    try {
      return socket.query(request).stream()
          .flatMap(answer -> attributes(answer.payload()).nested(3).all(1).stream())
          .map(element -> NfMap.Element.read(Attributes.read(ByteBuffer.wrap(element))))
          .toList();
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOENT) {
        return List.of();
      }
      throw e;
    }
  }

  /**
   * What is in a set.
   *
   * @param leftMillis how long it stays; 0 where it stays for ever
   * @param packets that were counted with it
   */
  public record Member(byte[] key, long leftMillis, long packets) {}

  /** What is in a set; nothing when it is not there. */
  public List<Member> members(String table, String set) {
    MessageWriter request =
        NfBatch.header("list set " + table + " " + set, GETSETELEM, NLM_F_DUMP, family.number(), 0)
            .attribute(1, table)
            .attribute(2, set);
    try {
      return socket.query(request).stream()
          .flatMap(answer -> attributes(answer.payload()).nested(3).all(1).stream())
          .map(element -> member(Attributes.read(ByteBuffer.wrap(element))))
          .toList();
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOENT) {
        return List.of();
      }
      throw e;
    }
  }

  private static Member member(Attributes element) {
    byte[] key = element.nested(1).bytes(1);
    return new Member(
        key == null ? new byte[0] : key,
        big64(element.bytes(5)),
        big64(element.nested(7).nested(2).bytes(2)));
  }

  private static long big64(byte @Nullable [] value) {
    return value == null || value.length != 8 ? 0 : ByteBuffer.wrap(value).getLong();
  }

  private static Attributes attributes(ByteBuffer payload) {
    return Attributes.read(payload.position(4));
  }

  @Override
  public void close() {
    socket.close();
  }
}
