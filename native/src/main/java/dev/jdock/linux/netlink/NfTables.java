package dev.jdock.linux.netlink;

import static dev.jdock.linux.netlink.MessageWriter.NLM_F_DUMP;

import dev.jdock.linux.SyscallException;
import java.nio.ByteBuffer;
import java.util.List;
import jnr.constants.platform.Errno;

/**
 * Packet filtering and address translation of the network namespace in which it was opened: the
 * kernel's nf_tables, IPv4 family, as described by linux/netfilter/nf_tables.h.
 *
 * <p>Methods throw {@link SyscallException} with the kernel's errno.
 */
public final class NfTables implements AutoCloseable {
  private static final int NETLINK_NETFILTER = 12;
  private static final int SUBSYSTEM = 10 << 8;
  private static final int GETTABLE = SUBSYSTEM | 1;
  private static final int GETSETELEM = SUBSYSTEM | 13;
  private static final int NFPROTO_IPV4 = 2;

  private final NetlinkSocket socket;

  private NfTables(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** For the network namespace of the calling thread. */
  public static NfTables open() {
    return new NfTables(NetlinkSocket.open(NETLINK_NETFILTER));
  }

  /** Makes all changes of the batch, or none. */
  public void commit(NfBatch batch) {
    socket.execute(batch.messages());
  }

  /** The names of all IPv4 tables. */
  public List<String> tables() {
    return socket
        .query(NfBatch.header("list tables", GETTABLE, NLM_F_DUMP, NFPROTO_IPV4, 0))
        .stream()
        .map(answer -> attributes(answer.payload()).text(1))
        .toList();
  }

  /** The elements of a map; none when it is not there. */
  public List<NfMap.Element> elements(String table, String map) {
    MessageWriter request =
        NfBatch.header("list map " + table + " " + map, GETSETELEM, NLM_F_DUMP, NFPROTO_IPV4, 0)
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

  private static Attributes attributes(ByteBuffer payload) {
    return Attributes.read(payload.position(4));
  }

  @Override
  public void close() {
    socket.close();
  }
}
