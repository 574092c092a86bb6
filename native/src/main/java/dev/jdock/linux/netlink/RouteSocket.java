package dev.jdock.linux.netlink;

import static dev.jdock.linux.netlink.LinkMessages.AF_UNSPEC;
import static dev.jdock.linux.netlink.LinkMessages.IFF_UP;
import static dev.jdock.linux.netlink.LinkMessages.IFLA_ADDRESS;
import static dev.jdock.linux.netlink.LinkMessages.IFLA_IFNAME;
import static dev.jdock.linux.netlink.LinkMessages.IFLA_INFO_KIND;
import static dev.jdock.linux.netlink.LinkMessages.IFLA_LINKINFO;
import static dev.jdock.linux.netlink.LinkMessages.IFLA_MASTER;
import static dev.jdock.linux.netlink.LinkMessages.IFLA_MTU;
import static dev.jdock.linux.netlink.LinkMessages.RTM_NEWLINK;
import static dev.jdock.linux.netlink.LinkMessages.interfaceInfo;
import static dev.jdock.linux.netlink.LinkMessages.request;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_ACK;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_CREATE;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_DUMP;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_EXCL;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_REPLACE;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Links, addresses and routes of the network namespace in which it was opened: rtnetlink(7).
 *
 * <p>Methods throw {@link SyscallException} with the kernel's errno.
 */
public final class RouteSocket implements AutoCloseable {
  private static final int NETLINK_ROUTE = 0;

  private static final int RTM_DELLINK = 17;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_SETLINK = 19;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_GETADDR = 22;
  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_GETROUTE = 26;

  private static final int IFLA_OPERSTATE = 16;
  private static final int IFLA_IFALIAS = 20;
  private static final int IFLA_EXT_MASK = 29;
  private static final int RTEXT_FILTER_SKIP_STATS = 8;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_BROADCAST = 4;

  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_TABLE = 15;
  private static final int RT_TABLE_MAIN = 254;
  private static final int RTPROT_BOOT = 3;
  private static final int RT_SCOPE_LINK = 253;
  private static final int RTN_UNICAST = 1;

  private static final int IFA_F_NODAD = 2;
  private static final int IF_OPER_UP = 6;

  private final NetlinkSocket socket;

  private RouteSocket(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** For the network namespace of the calling thread. */
  public static RouteSocket open() {
    return new RouteSocket(NetlinkSocket.open(NETLINK_ROUTE));
  }

  /**
   * Creates a bridge, down and without an address.
   *
   * @throws SyscallException EEXIST when there is a link of that name
   */
  public void createBridge(String name, MacAddress mac) {
    socket.execute(LinkMessages.bridge(name, mac));
  }

  /** Creates a pair, both ends down. */
  public void createVeth(NewLink end, NewLink peer) {
    socket.execute(LinkMessages.veth(end, peer, 0));
  }

  /**
   * Creates a pair whose first end is up and a port of a bridge. The port may send a frame back to
   * where it came from (hairpin mode), which a container needs to reach itself through an address
   * of the host.
   *
   * @param bridge index of the bridge
   * @param isolated whether it exchanges frames with the bridge itself only, not with other
   *     isolated ports (Linux 4.18)
   */
  public void createBridgePort(NewLink port, NewLink peer, int bridge, boolean isolated) {
    // IFLA_INFO_SLAVE_DATA needs a port that has its master already: hence a second message.
    socket.execute(
        List.of(
            LinkMessages.veth(port, peer, bridge), LinkMessages.portMode(port.name(), isolated)));
  }

  /**
   * Creates a link that is on another one, or on none, down.
   *
   * @param parent index of the other one, in this socket's namespace; 0 for none
   * @throws SyscallException EOPNOTSUPP where the kernel has no links of that kind
   */
  public void createLink(NewLink link, LinkKind kind, int parent) {
    socket.execute(LinkMessages.link(link, kind, parent));
  }

  /** Makes a link that is there, but no port any more, a port of a bridge as above. */
  public void addBridgePort(String name, int bridge, boolean isolated) {
    MessageWriter master =
        request("set master of " + name, RTM_NEWLINK, 0, 0, IFF_UP)
            .attribute(IFLA_IFNAME, name)
            .attributeU32(IFLA_MASTER, bridge);
    socket.execute(List.of(master, LinkMessages.portMode(name, isolated)));
  }

  /**
   * @param alias at most 255 bytes
   */
  public void setAlias(int index, String alias) {
    socket.execute(
        request("set alias of link " + index, RTM_SETLINK, 0, index, 0)
            .attribute(IFLA_IFALIAS, alias));
  }

  public void setUp(int index) {
    socket.execute(up(index));
  }

  private static MessageWriter up(int index) {
    return request("set link " + index + " up", RTM_SETLINK, 0, index, IFF_UP);
  }

  /**
   * Adds an address. An IPv4 one gets the broadcast address of its network; an IPv6 one can be used
   * at once, without a look for others that have it (RFC 4862).
   */
  public void addAddress(int index, InetAddress address, int prefixLength) {
    socket.execute(address(index, address, prefixLength));
  }

  static MessageWriter address(int index, InetAddress address, int prefixLength) {
    byte[] bytes = address.getAddress();
    MessageWriter message =
        new MessageWriter(
                "add address " + address.getHostAddress() + "/" + prefixLength,
                RTM_NEWADDR,
                NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL)
            .u8(family(address))
            .u8(prefixLength)
            .u8(address instanceof Inet4Address ? 0 : IFA_F_NODAD)
            .u8(0)
            .u32(index)
            .attribute(IFA_LOCAL, bytes)
            .attribute(IFA_ADDRESS, bytes);
    if (address instanceof Inet4Address && prefixLength < 31) {
      int broadcast = ByteBuffer.wrap(bytes).getInt() | (-1 >>> prefixLength);
      message.attribute(IFA_BROADCAST, ByteBuffer.allocate(4).putInt(broadcast).array());
    }
    return message;
  }

  /**
   * The way to all other networks, instead of the one that there may be.
   *
   * @param gateway 0.0.0.0 or :: where all others are on the link itself
   */
  public void replaceDefaultRoute(InetAddress gateway, int index) {
    socket.execute(defaultRoute(gateway, index));
  }

  static MessageWriter defaultRoute(InetAddress gateway, int index) {
    boolean direct = gateway.isAnyLocalAddress();
    MessageWriter message =
        new MessageWriter(
                "set default route via " + (direct ? "link " + index : gateway.getHostAddress()),
                RTM_NEWROUTE,
                NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE)
            .u8(family(gateway))
            .u8(0)
            .u8(0)
            .u8(0)
            .u8(RT_TABLE_MAIN)
            .u8(RTPROT_BOOT)
            .u8(direct && gateway instanceof Inet4Address ? RT_SCOPE_LINK : 0)
            .u8(RTN_UNICAST)
            .u32(0);
    if (!direct) {
      message.attribute(RTA_GATEWAY, gateway.getAddress());
    }
    return message.attributeU32(RTA_OIF, index);
  }

  /**
   * Gives a link its addresses, sets it up together with the loopback interface (index 1), and
   * makes gateways the default routes of their families, all in one round trip.
   *
   * @param addresses whose {@code linkIndex} is the link's
   * @param gateways none to leave routes as they are
   */
  public void configure(int index, List<LinkAddress> addresses, List<InetAddress> gateways) {
    List<MessageWriter> messages = new ArrayList<>(List.of(up(1)));
    addresses.forEach(each -> messages.add(address(index, each.address(), each.prefixLength())));
    messages.add(up(index));
    gateways.forEach(gateway -> messages.add(defaultRoute(gateway, index)));
    socket.execute(messages);
  }

  /**
   * Deletes a link, and with it the other end of a pair.
   *
   * @return false when there is no link of that name
   */
  public boolean deleteLink(String name) {
    try {
      socket.execute(
          request("delete link " + name, RTM_DELLINK, 0, 0, 0).attribute(IFLA_IFNAME, name));
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENODEV) {
        return false;
      }
      throw e;
    }
  }

  public List<Link> links() {
    return socket
        .query(interfaceInfo(new MessageWriter("list links", RTM_GETLINK, NLM_F_DUMP), 0, 0))
        .stream()
        .filter(answer -> answer.type() == RTM_NEWLINK)
        .map(RouteSocket::read)
        .toList();
  }

  /** The link of that name, if there is one. */
  public Optional<Link> link(String name) {
    try {
      return socket
          .query(
              request("find link " + name, RTM_GETLINK, 0, 0, 0)
                  .attribute(IFLA_IFNAME, name)
                  .attributeU32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS))
          .stream()
          .map(RouteSocket::read)
          .findFirst();
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Link read(NetlinkSocket.Answer answer) {
    ByteBuffer payload = answer.payload();
    int index = payload.getInt(4);
    int flags = payload.getInt(8);
    Attributes attributes = Attributes.read(payload.position(16));
    byte[] mac = attributes.bytes(IFLA_ADDRESS);
    byte[] state = attributes.bytes(IFLA_OPERSTATE);
    return new Link(
        index,
        attributes.text(IFLA_IFNAME),
        attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND),
        attributes.number(IFLA_MASTER, 0),
        mac == null || mac.length != 6 ? null : new MacAddress(mac),
        attributes.number(IFLA_MTU, 0),
        (flags & IFF_UP) != 0,
        state != null && state.length == 1 && state[0] == IF_OPER_UP,
        attributes.text(IFLA_IFALIAS));
  }

  /** IPv4 and IPv6. */
  public List<LinkAddress> addresses() {
    return socket
        .query(
            new MessageWriter("list addresses", RTM_GETADDR, NLM_F_DUMP)
                .u8(AF_UNSPEC)
                .u8(0)
                .u8(0)
                .u8(0)
                .u32(0))
        .stream()
        .filter(answer -> answer.type() == RTM_NEWADDR)
        .flatMap(answer -> address(answer).stream())
        .toList();
  }

  private static Optional<LinkAddress> address(NetlinkSocket.Answer answer) {
    ByteBuffer payload = answer.payload();
    int prefixLength = Byte.toUnsignedInt(payload.get(1));
    int index = payload.getInt(4);
    Attributes attributes = Attributes.read(payload.position(8));
    // IFA_ADDRESS is the other end's address on a point-to-point link; IPv6 has no IFA_LOCAL.
    InetAddress local = attributes.address(IFA_LOCAL);
    return Optional.ofNullable(local == null ? attributes.address(IFA_ADDRESS) : local)
        .map(address -> new LinkAddress(index, address, prefixLength));
  }

  /** IPv4 and IPv6, of all tables. */
  public List<Route> routes() {
    return socket
        .query(
            new MessageWriter("list routes", RTM_GETROUTE, NLM_F_DUMP)
                .u8(AF_UNSPEC)
                .u8(0)
                .u16(0)
                .u32(0)
                .u32(0))
        .stream()
        .filter(answer -> answer.type() == RTM_NEWROUTE)
        .map(RouteSocket::route)
        .toList();
  }

  private static Route route(NetlinkSocket.Answer answer) {
    ByteBuffer payload = answer.payload();
    int prefixLength = Byte.toUnsignedInt(payload.get(1));
    int table = Byte.toUnsignedInt(payload.get(4));
    Attributes attributes = Attributes.read(payload.position(12));
    return new Route(
        attributes.address(RTA_DST),
        prefixLength,
        attributes.address(RTA_GATEWAY),
        attributes.number(RTA_OIF, 0),
        attributes.number(RTA_TABLE, table));
  }

  private static int family(InetAddress address) {
    return AddressFamily.of(address).number();
  }

  @Override
  public void close() {
    socket.close();
  }
}
