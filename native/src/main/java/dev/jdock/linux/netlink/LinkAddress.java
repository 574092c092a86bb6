package dev.jdock.linux.netlink;

import java.net.InetAddress;

/** An address of a network interface. */
public record LinkAddress(int linkIndex, InetAddress address, int prefixLength) {}
