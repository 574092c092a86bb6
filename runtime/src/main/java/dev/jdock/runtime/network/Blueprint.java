package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.AddressFamily;
import java.util.List;

/**
 * What of a network is to be in the kernel.
 *
 * @param isDefault whether it is what the machine's settings say
 */
record Blueprint(NetworkHost host, NetworkDefinition network, boolean isDefault) {
  private static final int SHORT_ID = 12;

  /** What addresses the default network has is known from its bridge alone. */
  boolean isWhole(Bridge.Found found) {
    if (isDefault && found.addresses().isEmpty()) {
      // Its maker did not come further.
      host.routes().deleteLink(found.name());
      return false;
    }
    return true;
  }

  /**
   * The bridge.
   *
   * @param pools that containers have their addresses of
   */
  Bridge.Plan plan(List<NetworkDefinition.Pool> pools) {
    return new Bridge.Plan(
        pools,
        pools.stream().filter(pool -> network.hasBridgeAddress(pool.subnet().family())).toList(),
        network.mtu());
  }

  /** Those of the default network are chosen anew whenever its bridge is made. */
  List<NetworkDefinition.Pool> pools() {
    List<NetworkDefinition.Pool> known = network.pools();
    return known.isEmpty() ? network.ipam().families().stream().map(this::chosen).toList() : known;
  }

  private NetworkDefinition.Pool chosen(AddressFamily family) {
    return host.defaults()
        .bridge()
        .pool(family)
        .orElseGet(() -> NetworkDefinition.Pool.of(host.freeSubnet(family)));
  }

  /** What an earlier engine has chosen for the default network is seen from its bridge. */
  List<NetworkDefinition.Pool> pools(Bridge.Found found) {
    return isDefault
        ? found.addresses().stream().map(Bridge::pool).map(known()::known).toList()
        : network.pools();
  }

  /** An engine starts whatever the file says: it is told to who makes the next container. */
  DefaultBridge known() {
    try {
      return host.defaults().bridge();
    } catch (JdockException e) {
      host.warn(String.valueOf(e.getMessage()));
      return DefaultBridge.USUAL;
    }
  }

  /** Of the bridge of a user's network. */
  String linkName() {
    String wanted = network.options().getOrDefault(NetworkDefinition.BRIDGE_NAME, "");
    return wanted.isEmpty() ? "br-" + network.id().substring(0, SHORT_ID) : wanted;
  }

  /** What packets of a pool's addresses may do. */
  TrafficPolicy policy(NetworkDefinition.Pool pool) {
    AddressFamily family = pool.subnet().family();
    GatewayMode mode = network.gatewayMode(family);
    return new TrafficPolicy(
        pool.subnet(),
        network.isClosed(),
        network.masquerades() && mode != GatewayMode.ROUTED,
        network.hostAddress(family),
        mode,
        network.trustedLinks());
  }
}
