package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.KernelRandom;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.RouteSocket;
import dev.jdock.runtime.network.egress.Refusal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What all networks of an engine share: this machine's links, ports, and one lock. */
final class NetworkHost {
  private final KernelRandom random = new KernelRandom();
  private final RouteSocket routes;
  private final Departures departures;
  private final PublishedPorts ports = new PublishedPorts();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Object lock;
  private volatile BiConsumer<NetworkDefinition, Refusal> refusals = (_, _) -> {};
  private final Supplier<List<Subnet>> reserved;
  private final Supplier<NetworkDefaults> defaults;
  private final Subnet uniqueLocal;

  /**
   * @param lock held by callers of all else
   * @param reserved subnets of networks, whether or not they are in the kernel
   * @param uniqueLocal of which IPv6 subnets are made
   */
  NetworkHost(
      RouteSocket routes,
      Departures departures,
      Object lock,
      Supplier<List<Subnet>> reserved,
      Supplier<NetworkDefaults> defaults,
      Subnet uniqueLocal) {
    this.routes = routes;
    this.departures = departures;
    this.lock = lock;
    this.reserved = reserved;
    this.defaults = defaults;
    this.uniqueLocal = uniqueLocal;
  }

  RouteSocket routes() {
    return routes;
  }

  Departures departures() {
    return departures;
  }

  PublishedPorts ports() {
    return ports;
  }

  /**
   * One that nobody uses.
   *
   * @throws JdockException UNAVAILABLE when there is none
   */
  Subnet freeSubnet(AddressFamily family) {
    return defaults.get().pools(uniqueLocal).free(family, routes, reserved.get());
  }

  /** What {@code daemon.json} says now; throws where it makes no sense. */
  NetworkDefaults defaults() {
    return defaults.get();
  }

  /** Who is told of what networks refuse. */
  void tellRefusals(BiConsumer<NetworkDefinition, Refusal> listener) {
    refusals = listener;
  }

  void refused(NetworkDefinition network, Refusal refusal) {
    refusals.accept(network, refusal);
  }

  /** For threads that do not hold the lock. */
  void locked(Runnable step) {
    synchronized (lock) {
      step.run();
    }
  }

  /** Something does not work on this machine; said once. */
  void warn(String line) {
    boolean _ = warnings.add(line);
  }

  List<String> warnings() {
    return new ArrayList<>(warnings);
  }

  /** A random Ethernet address: a single station's, and not of a manufacturer. */
  MacAddress mac() {
    byte[] bytes = new byte[6];
    random.nextBytes(bytes);
    bytes[0] = (byte) ((bytes[0] | 2) & ~1);
    return new MacAddress(bytes);
  }

  /** A random number of so many hexadecimal digits. */
  String hex(int digits) {
    byte[] bytes = new byte[(digits + 1) / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(0, digits);
  }
}
