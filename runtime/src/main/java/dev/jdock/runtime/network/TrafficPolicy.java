package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.AddressFamily;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge's packets of one version of IP may do.
 *
 * @param internal whether they reach nothing but the bridge and this machine
 * @param masquerade whether they get an address of this machine on their way to other networks
 * @param source that address; null for the one of the link that they leave through
 * @param mode how others reach containers
 * @param trusted links from which published ports are reached at containers' own addresses
 */
record TrafficPolicy(
    Subnet subnet,
    boolean internal,
    boolean masquerade,
    @Nullable InetAddress source,
    GatewayMode mode,
    List<String> trusted) {
  AddressFamily family() {
    return subnet.family();
  }

  /** Whether somebody may go to ports of containers at their own addresses. */
  boolean opensPorts() {
    return mode == GatewayMode.ROUTED || !trusted.isEmpty();
  }
}
