package dev.jdock.runtime.network;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.NetworkSettings;
import java.util.List;

/** That this machine hands packets on from one link to another. */
final class Forwarding {
  private Forwarding() {}

  /** Where that is not allowed, a warning says it. */
  static void enable(List<AddressFamily> families, NetworkHost host) {
    for (AddressFamily family : families) {
      try {
        if (family == AddressFamily.IPV4) {
          NetworkSettings.write("ipv4/ip_forward", "1");
        } else {
          Ipv6.forward();
        }
      } catch (SyscallException e) {
        host.warn(
            (family == AddressFamily.IPV4 ? "IPv4" : "IPv6")
                + " forwarding is disabled: containers reach this machine only: "
                + e.getMessage());
      }
    }
  }
}
