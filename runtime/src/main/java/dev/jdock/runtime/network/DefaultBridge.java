package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.AddressFamily;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the default network is to be.
 *
 * @param pools those that were chosen for it, one of a version of IP at most
 * @param ipv6 whether it has IPv6
 * @param options as a user's network has them
 */
public record DefaultBridge(
    List<NetworkDefinition.Pool> pools, boolean ipv6, SortedMap<String, String> options) {
  static final DefaultBridge USUAL = of(List.of(), false, new TreeMap<>());

  public DefaultBridge {
    pools = List.copyOf(pools);
  }

  /**
   * @param options those that are not as usual
   */
  static DefaultBridge of(
      List<NetworkDefinition.Pool> pools, boolean ipv6, SortedMap<String, String> options) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put(NetworkDefinition.BETWEEN_CONTAINERS, "true");
    all.put(NetworkDefinition.MASQUERADE, "true");
    all.put(NetworkDefinition.HOST_BINDING, "0.0.0.0");
    all.putAll(options);
    return new DefaultBridge(pools, ipv6, all);
  }

  /** The addresses that were chosen for it. */
  Optional<NetworkDefinition.Pool> pool(AddressFamily family) {
    return pools.stream().filter(pool -> pool.subnet().family() == family).findFirst();
  }

  /** Without addresses, as far as they are not chosen yet. */
  NetworkDefinition.Ipam ipam() {
    return new NetworkDefinition.Ipam("default", null, List.of(), true, ipv6);
  }

  /** Whether one that has those addresses is as it is to be. */
  boolean isMet(List<NetworkDefinition.Pool> made) {
    boolean six = made.stream().anyMatch(pool -> pool.subnet().family() == AddressFamily.IPV6);
    return six == ipv6
        && made.stream()
            .allMatch(pool -> pool(pool.subnet().family()).map(pool::equals).orElse(true));
  }

  /**
   * What the addresses of a bridge that is there say.
   *
   * @param found with the address that the bridge has as its gateway
   */
  NetworkDefinition.Pool known(NetworkDefinition.Pool found) {
    return pool(found.subnet().family())
        .filter(pool ->
            pool.subnet().equals(found.subnet())
                && pool.bridgeAddress().equals(found.bridgeAddress()))
        .orElse(found);
  }
}
