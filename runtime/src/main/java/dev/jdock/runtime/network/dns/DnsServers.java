package dev.jdock.runtime.network.dns;

import dev.jdock.linux.namespace.NetworkNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The name servers of all containers that have one. Thread-safe. Nothing of the library for the
 * wire format is loaded before the first of them.
 */
public final class DnsServers implements AutoCloseable {
  private final Map<String, ContainerDns> all = new ConcurrentHashMap<>();
  private final HostServers host = new HostServers(Path.of("/etc/resolv.conf"));
  private final NameTable names;

  public DnsServers(NameTable names) {
    this.names = names;
  }

  /**
   * Serves a container from now on, instead of an earlier engine.
   *
   * @param servers that its user wants to be asked about other names, from where the container is;
   *     none for those of this machine, asked from there
   * @param netns which this duplicates
   */
  public void start(String containerId, List<String> servers, NetworkNamespace netns) {
    stop(containerId);
    NetworkNamespace own = netns.duplicate();
    try {
      ContainerDns dns =
          ContainerDns.open(
              own,
              new Answers(names, containerId),
              inside -> upstream(containerId, servers, inside));
      all.put(containerId, dns);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /** Whether it has a name server. */
  public boolean serves(String containerId) {
    return all.containsKey(containerId);
  }

  private List<Upstream> upstream(
      String containerId, List<String> servers, NetworkNamespace inside) {
    if (names.limit(containerId).isPresent()) {
      // The container itself reaches none of them.
      return (servers.isEmpty() ? host.now() : servers)
          .stream().map(server -> Upstream.of(server, null)).toList();
    }
    if (!servers.isEmpty()) {
      return servers.stream().map(server -> Upstream.of(server, inside)).toList();
    }
    return names.leadsOut(containerId)
        ? host.now().stream().map(server -> Upstream.of(server, null)).toList()
        : List.of();
  }

  /** Its sockets go; nothing happens where it has none. */
  public void stop(String containerId) {
    ContainerDns dns = all.remove(containerId);
    if (dns != null) {
      dns.close();
    }
  }

  /** Those of all containers; a later engine serves them again. */
  @Override
  public void close() {
    List.copyOf(all.keySet()).forEach(this::stop);
  }
}
