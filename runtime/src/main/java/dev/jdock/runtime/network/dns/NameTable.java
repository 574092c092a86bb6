package dev.jdock.runtime.network.dns;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/** Who has which name for whom. */
public interface NameTable {
  /**
   * The addresses that a container knows by a name.
   *
   * @param name without a dot at its end, in small letters
   * @return none for a name that is nobody's
   */
  List<Inet4Address> addresses(String containerId, String name);

  /** The name of whoever has an address on one of a container's networks. */
  Optional<String> name(String containerId, Inet4Address address);

  /** Whether a container may ask the name servers of this machine: it has a way out. */
  boolean leadsOut(String containerId);

  /** Which names outside a container may ask for; empty for all. */
  default Optional<NameLimit> limit(String containerId) {
    return Optional.empty();
  }
}
