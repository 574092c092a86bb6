package dev.jdock.linux.netlink;

import org.jspecify.annotations.Nullable;

/**
 * A network interface as RTM_GETLINK shows it.
 *
 * @param index unique within its network namespace
 * @param kind {@code bridge}, {@code veth} …; empty for a physical one
 * @param master index of the bridge it belongs to, 0 for none
 * @param mac null for one that has no Ethernet address
 * @param up whether it is set up, with or without a carrier
 * @param operational whether packets pass: it and its other end are up (IF_OPER_UP)
 * @param alias free text that its creator has set (IFLA_IFALIAS), or empty
 */
public record Link(
    int index,
    String name,
    String kind,
    int master,
    @Nullable MacAddress mac,
    int mtu,
    boolean up,
    boolean operational,
    String alias) {}
