package dev.jdock.linux.netlink;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A route of any table.
 *
 * @param destination null for the default route
 * @param gateway null for a directly connected destination
 * @param linkIndex 0 for a route without an interface, such as a blackhole
 * @param table 254 is main, 255 the kernel's own local table
 */
public record Route(
    @Nullable InetAddress destination,
    int prefixLength,
    @Nullable InetAddress gateway,
    int linkIndex,
    int table) {}
