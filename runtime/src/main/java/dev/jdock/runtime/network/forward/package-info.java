/**
 * Passes on what reaches a published port by a way that the kernel does not translate: loopback,
 * IPv6, and everything on a kernel without nf_tables. One thread serves all ports, and a connection
 * costs its two sockets: bytes go from one to the other inside the kernel, and only those of a
 * receiver that is slower than its sender are held.
 */
@NullMarked
package dev.jdock.runtime.network.forward;

import org.jspecify.annotations.NullMarked;
