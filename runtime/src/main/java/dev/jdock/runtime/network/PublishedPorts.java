package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.NetworkSettings;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.network.forward.PortForwarder;
import dev.jdock.runtime.network.forward.PortListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host ports that containers have, each held by listeners. Not thread-safe: {@link Networks}
 * locks.
 */
public final class PublishedPorts implements AutoCloseable {
  private static final int LARGEST_PORT = 65_535;
  private static final int FIRST_FREE_DEFAULT = 32_768;
  private static final int MOST_TRIED_FOR_A_HINT = 100;
  private static final String IPV4 = "0.0.0.0";
  private static final String IPV6 = "::";

  /** A port taken; {@code mapping.hostPort()} is not 0. */
  private record Taken(Endpoint endpoint, PortMapping mapping, List<PortListener> listeners) {
    void close() {
      listeners.forEach(PortListener::close);
    }
  }

  private final List<Taken> all = new ArrayList<>();
  private final PortForwarder forwarder = new PortForwarder();
  private final boolean ipv6 = Files.exists(Path.of("/proc/net/if_inet6"));

  /**
   * Takes the ports for a container, all or none.
   *
   * @return the mappings with the host ports that were chosen
   */
  List<PortMapping> take(Endpoint endpoint, List<PortMapping> mappings) {
    List<Taken> taken = new ArrayList<>();
    try {
      for (PortMapping mapping : mappings) {
        Taken port = takeOne(endpoint, mapping);
        taken.add(port);
        all.add(port);
      }
    } catch (RuntimeException e) {
      release(taken.stream().map(Taken::mapping).toList());
      throw e;
    }
    return taken.stream().map(Taken::mapping).toList();
  }

  private Taken takeOne(Endpoint endpoint, PortMapping mapping) {
    if (mapping.hostPort() == 0) {
      return takeFree(endpoint, mapping, firstFree(), LARGEST_PORT);
    }
    return mapping.isRange()
        ? takeFree(endpoint, mapping, mapping.hostPort(), mapping.lastHostPort())
        : takeExactly(endpoint, mapping);
  }

  private Taken takeFree(Endpoint endpoint, PortMapping mapping, int first, int last) {
    for (int port = first; port <= last; port++) {
      PortMapping candidate = mapping.on(port);
      if (holder(candidate).isPresent()) {
        continue;
      }
      try {
        return new Taken(endpoint, candidate, listen(endpoint, candidate));
      } catch (SyscallException e) {
        if (e.errno() != Errno.EADDRINUSE) {
          throw refused(endpoint, candidate, e);
        }
      }
    }
    throw failure(
        endpoint,
        mapping.hostPort() == 0
            ? "all ports are allocated"
            : "all ports are allocated: none of " + first + " to " + last + " is free",
        null);
  }

  /** Where the range of local ports starts, as Docker has it. */
  private static int firstFree() {
    try {
      return Integer.parseInt(NetworkSettings.read("ipv4/ip_local_port_range").split("\\s+", 2)[0]);
    } catch (SyscallException | NumberFormatException e) {
      return FIRST_FREE_DEFAULT;
    }
  }

  private Taken takeExactly(Endpoint endpoint, PortMapping mapping) {
    Optional<Taken> holder = holder(mapping);
    if (holder.isPresent()) {
      throw failure(
          endpoint,
          "Bind for "
              + shownAddress(mapping)
              + " failed: port is already allocated"
              + hint("container " + holder.get().endpoint().containerName(), mapping),
          null);
    }
    try {
      return new Taken(endpoint, mapping, listen(endpoint, mapping));
    } catch (SyscallException e) {
      throw refused(endpoint, mapping, e);
    }
  }

  boolean holds(PortMapping mapping) {
    return all.stream().anyMatch(taken -> taken.mapping().equals(mapping));
  }

  private Optional<Taken> holder(PortMapping wanted) {
    return all.stream()
        .filter(taken ->
            taken.mapping().hostPort() == wanted.hostPort()
                && taken.mapping().protocol().equals(wanted.protocol())
                && overlap(taken.mapping(), wanted))
        .findFirst();
  }

  private boolean overlap(PortMapping one, PortMapping other) {
    List<InetAddress> others = addresses(other);
    return addresses(one).stream()
        .anyMatch(address -> others.stream().anyMatch(each -> overlap(address, each)));
  }

  private static boolean overlap(InetAddress one, InetAddress other) {
    boolean sameFamily = one.getClass() == other.getClass();
    return sameFamily
        && (one.isAnyLocalAddress() || other.isAnyLocalAddress() || one.equals(other));
  }

  /** What is listened on: without an address every one of both families. */
  private List<InetAddress> addresses(PortMapping mapping) {
    if (!mapping.hostIp().isEmpty()) {
      return List.of(InetAddress.ofLiteral(mapping.hostIp()));
    }
    return ipv6
        ? List.of(InetAddress.ofLiteral(IPV4), InetAddress.ofLiteral(IPV6))
        : List.of(InetAddress.ofLiteral(IPV4));
  }

  /** The container's address that is reached from one of the host: of the same family if it can. */
  private static InetAddress target(Endpoint endpoint, InetAddress host) {
    return endpoint
        .place(AddressFamily.of(host))
        .map(Place::address)
        .orElse(endpoint.first().address());
  }

  private static String shown(InetAddress address) {
    String text = AddressText.of(address);
    return text.contains(":") ? "[" + text + "]" : text;
  }

  private List<PortListener> listen(Endpoint endpoint, PortMapping mapping) {
    List<PortListener> listeners = new ArrayList<>();
    try {
      for (InetAddress address : addresses(mapping)) {
        listeners.add(
            forwarder.listen(
                mapping.protocol(),
                new InetSocketAddress(address, mapping.hostPort()),
                new InetSocketAddress(target(endpoint, address), mapping.containerPort())));
      }
      return listeners;
    } catch (SyscallException e) {
      listeners.forEach(PortListener::close);
      throw e;
    }
  }

  private JdockException refused(Endpoint endpoint, PortMapping mapping, SyscallException e) {
    String hint =
        e.errno() == Errno.EADDRINUSE
            ? hint(PortHolder.of(mapping.protocol(), mapping.hostPort()), mapping)
            : "";
    return failure(
        endpoint,
        "failed to bind host port for %s:%s:%d/%s: %s"
            .formatted(
                shownAddress(mapping),
                shown(endpoint.first().address()),
                mapping.containerPort(),
                mapping.protocol(),
                e.reason() + lack(e) + hint),
        e);
  }

  /** Of protocols the kernel may lack one only. */
  private static String lack(SyscallException e) {
    return e.errno() == Errno.EPROTONOSUPPORT
        ? " (the kernel has no SCTP: module sctp, option CONFIG_IP_SCTP)"
        : "";
  }

  /** Who has the port, and which one could be had instead. */
  private String hint(String holder, PortMapping mapping) {
    List<String> parts = new ArrayList<>();
    if (!holder.isEmpty()) {
      parts.add(holder + " has it");
    }
    nextFree(mapping).ifPresent(port -> parts.add(port + " is free"));
    return parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")";
  }

  private Optional<Integer> nextFree(PortMapping mapping) {
    int last = Math.min(LARGEST_PORT, mapping.hostPort() + MOST_TRIED_FOR_A_HINT);
    for (int port = mapping.hostPort() + 1; port <= last; port++) {
      PortMapping candidate = mapping.on(port);
      if (holder(candidate).isEmpty()
          && addresses(candidate).stream().allMatch(each -> isFree(candidate, each))) {
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }

  private static boolean isFree(PortMapping mapping, InetAddress address) {
    return PortForwarder.isFree(
        mapping.protocol(), new InetSocketAddress(address, mapping.hostPort()));
  }

  private static String shownAddress(PortMapping mapping) {
    String ip = mapping.hostIp().isEmpty() ? IPV4 : mapping.hostIp();
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + mapping.hostPort();
  }

  static JdockException failure(Endpoint endpoint, String reason, @Nullable Throwable cause) {
    String message =
        "failed to set up container networking: driver failed programming external connectivity on"
            + " endpoint %s (%s): %s".formatted(endpoint.containerName(), endpoint.id(), reason);
    return cause == null
        ? new JdockException(JdockException.Kind.INTERNAL, message)
        : JdockException.internal(message, cause);
  }

  /** Frees the ports; those that are not published are ignored. */
  void release(List<PortMapping> mappings) {
    for (PortMapping mapping : mappings) {
      all.removeIf(taken -> {
        boolean same = taken.mapping().equals(mapping);
        if (same) {
          taken.close();
        }
        return same;
      });
    }
  }

  /** What {@code ps} and {@code inspect} show: a port of every address counts once per family. */
  List<PublishedPort> shown(List<PortMapping> mappings) {
    List<PublishedPort> shown = new ArrayList<>();
    for (PortMapping port : mappings) {
      String ip = port.hostIp().isEmpty() ? IPV4 : port.hostIp();
      shown.add(new PublishedPort(ip, port.hostPort(), port.containerPort(), port.protocol()));
      if (port.hostIp().isEmpty() && ipv6) {
        shown.add(new PublishedPort(IPV6, port.hostPort(), port.containerPort(), port.protocol()));
      }
    }
    return shown;
  }

  @Override
  public void close() {
    all.forEach(Taken::close);
    all.clear();
    forwarder.close();
  }
}
