/**
 * The kernel's network configuration through netlink(7): links, addresses and routes by rtnetlink,
 * packet filtering and address translation by nf_tables, ends of processes by the connector.
 * Messages are built and read byte by byte here, so no external program is needed.
 */
@NullMarked
package dev.jdock.linux.netlink;

import org.jspecify.annotations.NullMarked;
