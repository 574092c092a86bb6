package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.NetworkSettings;
import dev.jdock.runtime.engine.PortMapping;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The host ports that containers have, each held by a listener. Not thread-safe: {@link Networks}
 * locks.
 */
public final class PublishedPorts implements AutoCloseable {
  private static final int LARGEST_PORT = 65_535;
  private static final int FIRST_FREE_DEFAULT = 32_768;

  /** A port taken; {@code mapping.hostPort()} is not 0. */
  record Taken(PortMapping mapping, PortListener listener) {}

  private final List<Taken> all = new ArrayList<>();
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
        Taken port =
            mapping.hostPort() == 0 ? takeFree(endpoint, mapping) : take(endpoint, mapping);
        taken.add(port);
        all.add(port);
      }
    } catch (RuntimeException e) {
      release(taken.stream().map(Taken::mapping).toList());
      throw e;
    }
    return taken.stream().map(Taken::mapping).toList();
  }

  private Taken takeFree(Endpoint endpoint, PortMapping mapping) {
    for (int port = firstFree(); port <= LARGEST_PORT; port++) {
      PortMapping candidate =
          new PortMapping(mapping.hostIp(), port, mapping.containerPort(), mapping.protocol());
      if (isTaken(candidate)) {
        continue;
      }
      try {
        return new Taken(candidate, listen(endpoint, candidate));
      } catch (BindException e) {
        if (!inUse(e)) {
          throw failed(endpoint, candidate, e);
        }
      } catch (IOException e) {
        throw failed(endpoint, candidate, e);
      }
    }
    throw JdockException.internal(
        "all ports are allocated", new IllegalStateException("no port above " + firstFree()));
  }

  /** Where the range of local ports starts, as Docker has it. */
  private static int firstFree() {
    try {
      return Integer.parseInt(NetworkSettings.read("ipv4/ip_local_port_range").split("\\s+", 2)[0]);
    } catch (SyscallException | NumberFormatException e) {
      return FIRST_FREE_DEFAULT;
    }
  }

  private Taken take(Endpoint endpoint, PortMapping mapping) {
    if (isTaken(mapping)) {
      throw failure(
          endpoint,
          "Bind for " + shownAddress(mapping) + " failed: port is already allocated",
          null);
    }
    try {
      return new Taken(mapping, listen(endpoint, mapping));
    } catch (IOException e) {
      throw failed(endpoint, mapping, e);
    }
  }

  boolean holds(PortMapping mapping) {
    return all.stream().anyMatch(taken -> taken.mapping().equals(mapping));
  }

  private boolean isTaken(PortMapping wanted) {
    return all.stream()
        .map(Taken::mapping)
        .anyMatch(port ->
            port.hostPort() == wanted.hostPort()
                && port.protocol().equals(wanted.protocol())
                && (isWildcard(port.hostIp())
                    || isWildcard(wanted.hostIp())
                    || port.hostIp().equals(wanted.hostIp())));
  }

  private static boolean isWildcard(String hostIp) {
    return hostIp.isEmpty() || hostIp.equals("0.0.0.0") || hostIp.equals("::");
  }

  private static PortListener listen(Endpoint endpoint, PortMapping mapping) throws IOException {
    InetSocketAddress host =
        isWildcard(mapping.hostIp())
            ? new InetSocketAddress(mapping.hostPort())
            : new InetSocketAddress(InetAddress.ofLiteral(mapping.hostIp()), mapping.hostPort());
    return PortListener.open(
        mapping.protocol(),
        host,
        new InetSocketAddress(endpoint.address(), mapping.containerPort()));
  }

  private static boolean inUse(IOException e) {
    return reason(e).equals("address already in use");
  }

  /** The error number's text, the way Go prints it. */
  private static String reason(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }

  private static JdockException failed(Endpoint endpoint, PortMapping mapping, IOException e) {
    return failure(
        endpoint,
        "failed to bind host port for %s:%s:%d/%s: %s"
            .formatted(
                shownAddress(mapping),
                endpoint.address().getHostAddress(),
                mapping.containerPort(),
                mapping.protocol(),
                reason(e)),
        e);
  }

  private static String shownAddress(PortMapping mapping) {
    String ip = mapping.hostIp().isEmpty() ? "0.0.0.0" : mapping.hostIp();
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + mapping.hostPort();
  }

  static JdockException failure(
      Endpoint endpoint, String reason, @org.jspecify.annotations.Nullable Throwable cause) {
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
          taken.listener().close();
        }
        return same;
      });
    }
  }

  /** What {@code ps} and {@code inspect} show: a port of every address counts once per family. */
  List<PublishedPort> shown(List<PortMapping> mappings) {
    List<PublishedPort> shown = new ArrayList<>();
    for (PortMapping port : mappings) {
      String ip = port.hostIp().isEmpty() ? "0.0.0.0" : port.hostIp();
      shown.add(new PublishedPort(ip, port.hostPort(), port.containerPort(), port.protocol()));
      if (port.hostIp().isEmpty() && ipv6) {
        shown.add(new PublishedPort("::", port.hostPort(), port.containerPort(), port.protocol()));
      }
    }
    return shown;
  }

  @Override
  public void close() {
    all.forEach(taken -> taken.listener().close());
    all.clear();
  }
}
