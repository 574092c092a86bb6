package dev.jdock.runtime.network;

import dev.jdock.image.registry.DaemonFile;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.Networking;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code daemon.json} says of networks that do not say otherwise.
 *
 * @param pools where subnets come from; empty for the usual ones
 * @param bridge the default network
 * @param names what containers ask for names
 * @param hostGateways what {@code host-gateway} stands for; empty for the container's bridge
 * @param options of new networks, by their driver
 */
public record NetworkDefaults(
    List<AddressPools.AddressPool> pools,
    DefaultBridge bridge,
    NameService names,
    List<InetAddress> hostGateways,
    Map<String, SortedMap<String, String>> options) {
  /** Of a machine without that file. */
  public static final NetworkDefaults NONE =
      new NetworkDefaults(List.of(), DefaultBridge.USUAL, NameService.NONE, List.of(), Map.of());

  /** Length of the prefix that a link has (RFC 4291). */
  private static final int SUBNET_OF_IPV6 = 64;

  public NetworkDefaults {
    pools = List.copyOf(pools);
    hostGateways = List.copyOf(hostGateways);
    options = Map.copyOf(options);
  }

  /**
   * Of {@code daemon.json} as it is now.
   *
   * @throws dev.jdock.image.error.JdockException INVALID for a file that cannot be understood
   */
  public static NetworkDefaults read(Path etc) {
    return DaemonFile.read(etc, "networks", json -> new NetworkDefaultsReader(json).read(), NONE);
  }

  /** What containers ask for names, and how; empty for what this machine does. */
  public record NameService(List<String> dns, List<String> search, List<String> options) {
    static final NameService NONE = new NameService(List.of(), List.of(), List.of());

    public NameService {
      dns = List.copyOf(dns);
      search = List.copyOf(search);
      options = List.copyOf(options);
    }
  }

  /** A container's wishes, with what it leaves open filled in. */
  public Networking filled(Networking given) {
    return given.withNameService(
        EtcFiles.orElse(given.dns(), names.dns()),
        EtcFiles.orElse(given.dnsSearch(), names.search()),
        EtcFiles.orElse(given.dnsOptions(), names.options()));
  }

  /** A new network's options, with what they leave open filled in. */
  SortedMap<String, String> filled(String driver, Map<String, String> given) {
    SortedMap<String, String> all =
        new TreeMap<>(options.getOrDefault(driver, Collections.emptySortedMap()));
    all.putAll(given);
    return all;
  }

  /**
   * Where subnets come from.
   *
   * @param uniqueLocal of which IPv6 ones are made where no others are named
   */
  AddressPools pools(Subnet uniqueLocal) {
    List<AddressPools.AddressPool> all =
        new ArrayList<>(pools.isEmpty() ? AddressPools.DOCKERS : pools);
    if (all.stream().noneMatch(pool -> pool.base().family() == AddressFamily.IPV6)) {
      all.add(new AddressPools.AddressPool(uniqueLocal, SUBNET_OF_IPV6));
    }
    return new AddressPools(all);
  }
}
