package dev.jdock.runtime.network.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Who has which name for whom. */
public interface NameTable {
  /**
   * The addresses that a container knows by a name, of both versions of IP.
   *
   * @param name without a dot at its end, in small letters
   * @return none for a name that is nobody's
   */
  List<InetAddress> addresses(String containerId, String name);

  /** The name of whoever has an address on one of a container's networks. */
  Optional<String> name(String containerId, InetAddress address);

  /** Whether a container may ask the name servers of this machine: it has a way out. */
  boolean leadsOut(String containerId);

  /** Which names outside a container may ask for; empty for all. */
  default Optional<NameLimit> limit(String containerId) {
    return Optional.empty();
  }
}
