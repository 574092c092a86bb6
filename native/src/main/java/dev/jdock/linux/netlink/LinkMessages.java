package dev.jdock.linux.netlink;

import static dev.jdock.linux.netlink.MessageWriter.NLM_F_ACK;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_CREATE;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_EXCL;

/** What is said to the kernel about links: rtnetlink(7), linux/if_link.h. */
final class LinkMessages {
  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_LINK = 5;
  static final int IFLA_MASTER = 10;
  static final int IFLA_LINKINFO = 18;
  static final int IFLA_NET_NS_FD = 28;
  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;
  static final int IFLA_INFO_SLAVE_KIND = 4;
  static final int IFLA_INFO_SLAVE_DATA = 5;
  static final int IFLA_BRPORT_MODE = 4;
  static final int IFLA_BRPORT_ISOLATED = 33;
  static final int VETH_INFO_PEER = 1;
  private static final int IFLA_MACVLAN_MODE = 1;
  private static final int IFLA_IPVLAN_MODE = 1;
  private static final int IFLA_IPVLAN_FLAGS = 2;
  private static final int IFLA_VLAN_ID = 1;
  static final int AF_UNSPEC = 0;
  static final int IFF_UP = 1;
  static final int RTM_NEWLINK = 16;

  private LinkMessages() {}

  static MessageWriter bridge(String name, MacAddress mac) {
    return request("create bridge " + name, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0, 0)
        .attribute(IFLA_IFNAME, name)
        .attribute(IFLA_ADDRESS, mac.bytes())
        .nested(IFLA_LINKINFO, info -> info.attribute(IFLA_INFO_KIND, "bridge"));
  }

  static MessageWriter portMode(String name, boolean isolated) {
    return request("set mode of bridge port " + name, RTM_NEWLINK, 0, 0, 0)
        .attribute(IFLA_IFNAME, name)
        .nested(
            IFLA_LINKINFO,
            info ->
                info.attribute(IFLA_INFO_SLAVE_KIND, "bridge")
                    .nested(
                        IFLA_INFO_SLAVE_DATA,
                        data -> {
                          data.attributeU8(IFLA_BRPORT_MODE, 1);
                          if (isolated) {
                            data.attributeU8(IFLA_BRPORT_ISOLATED, 1);
                          }
                        }));
  }

  static MessageWriter veth(NewLink end, NewLink peer, int master) {
    int up = master == 0 ? 0 : IFF_UP;
    MessageWriter message =
        request("create veth " + end.name(), RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0, up);
    attributes(message, end);
    if (master != 0) {
      message.attributeU32(IFLA_MASTER, master);
    }
    return message.nested(
        IFLA_LINKINFO,
        info ->
            info.attribute(IFLA_INFO_KIND, "veth")
                .nested(
                    IFLA_INFO_DATA,
                    data ->
                        data.nested(
                            VETH_INFO_PEER,
                            other -> attributes(interfaceInfo(other, 0, 0), peer))));
  }

  /**
   * @param parent index of the link that it is on; 0 for none
   */
  static MessageWriter link(NewLink link, LinkKind kind, int parent) {
    MessageWriter message =
        request(
            "create " + kind.text() + " " + link.name(),
            RTM_NEWLINK,
            NLM_F_CREATE | NLM_F_EXCL,
            0,
            0);
    attributes(message, link);
    if (parent != 0) {
      message.attributeU32(IFLA_LINK, parent);
    }
    return message.nested(
        IFLA_LINKINFO,
        info ->
            info.attribute(IFLA_INFO_KIND, kind.text())
                .nested(IFLA_INFO_DATA, data -> special(data, kind)));
  }

  private static void special(MessageWriter data, LinkKind kind) {
    switch (kind) {
      case LinkKind.Macvlan macvlan ->
          data.attributeU32(IFLA_MACVLAN_MODE, macvlan.mode().number());
      case LinkKind.Ipvlan ipvlan ->
          data.attributeU16(IFLA_IPVLAN_MODE, ipvlan.layer().number())
              .attributeU16(IFLA_IPVLAN_FLAGS, ipvlan.reach().flags());
      case LinkKind.Vlan vlan -> data.attributeU16(IFLA_VLAN_ID, vlan.id());
      case LinkKind.Dummy _ -> {
        // It has nothing to say.
      }
    }
  }

  private static void attributes(MessageWriter message, NewLink end) {
    message.attribute(IFLA_IFNAME, end.name());
    if (end.mac() != null) {
      message.attribute(IFLA_ADDRESS, end.mac().bytes());
    }
    if (end.mtu() != 0) {
      message.attributeU32(IFLA_MTU, end.mtu());
    }
    if (end.namespace() != null) {
      message.attributeU32(IFLA_NET_NS_FD, end.namespace().number());
    }
  }

  static MessageWriter request(
      String description, int type, int flags, int index, int interfaceFlags) {
    return interfaceInfo(
        new MessageWriter(description, type, flags | NLM_F_ACK), index, interfaceFlags);
  }

  /** struct ifinfomsg; the flags are both the new ones and the mask of those to change. */
  static MessageWriter interfaceInfo(MessageWriter message, int index, int flags) {
    return message.u8(AF_UNSPEC).u8(0).u16(0).u32(index).u32(flags).u32(flags);
  }
}
