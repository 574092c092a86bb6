package dev.jdock.runtime.network.dns;

import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.NfBatch;
import dev.jdock.linux.netlink.NfBatch.Hook;
import dev.jdock.linux.netlink.NfExpression;
import dev.jdock.linux.netlink.NfExpression.Compare;
import dev.jdock.linux.netlink.NfExpression.DestinationNat;
import dev.jdock.linux.netlink.NfExpression.Lookup;
import dev.jdock.linux.netlink.NfExpression.Meta;
import dev.jdock.linux.netlink.NfExpression.Payload;
import dev.jdock.linux.netlink.NfMap.Element;
import dev.jdock.linux.netlink.NfMap.Field;
import dev.jdock.linux.netlink.NfTables;
import java.net.Inet4Address;
import java.util.List;

/**
 * The table in a container's network namespace by which port 53 of 127.0.0.11 leads to the sockets
 * of the engine: the port itself stays free for a name server of the container's own.
 */
final class DnsRules {
  static final Inet4Address ADDRESS = Inet4Address.ofLiteral("127.0.0.11");

  private static final String TABLE = "jdock-dns";
  private static final String MAP = "ports";
  private static final int DESTINATION = 16;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private DnsRules() {}

  /**
   * Makes it, or replaces that of an earlier engine; to be called on a thread in the namespace.
   *
   * @throws dev.jdock.linux.SyscallException where the kernel does not translate
   */
  static void make(int udpPort, int tcpPort) {
    try (NfTables tables = NfTables.open(AddressFamily.IPV4)) {
      NfBatch batch = tables.batch(TABLE).addTable();
      if (tables.tables().contains(TABLE)) {
        // Not always: a deletion makes the kernel wait for all processors, some 10 ms.
        batch.deleteTable().addTable();
      }
      batch.addPortMap(MAP, List.of(Field.PROTOCOL, Field.PORT));
      batch.addChain("output", Hook.OUTPUT);
      batch.addRule(
          "output",
          new Payload(Payload.Base.NETWORK, DESTINATION, 4, 1),
          new Compare(1, true, ADDRESS.getAddress()),
          new Meta(Meta.Key.PROTOCOL, NfExpression.part(0)),
          new Payload(Payload.Base.TRANSPORT, 2, 2, NfExpression.part(1)),
          new Lookup(MAP, 1),
          new DestinationNat(AddressFamily.IPV4, 1, NfExpression.part(1)));
      batch.addElements(
          MAP,
          List.of(
              Element.of(UDP, Upstream.PORT, ADDRESS, udpPort),
              Element.of(TCP, Upstream.PORT, ADDRESS, tcpPort)));
      tables.commit(batch);
    }
  }
}
