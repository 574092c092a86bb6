package dev.jdock.runtime.network.dns;

import java.net.Inet4Address;

/** Which names outside a container may ask for, and what becomes of the answers. */
public interface NameLimit {
  /**
   * Whether a name may be asked for.
   *
   * @param name without a dot at its end, in small letters
   */
  boolean allows(String name);

  /**
   * Lets the container go to an address that an allowed name has, for a time.
   *
   * @param seconds the answer's time to live
   * @return false where it may not be told that address
   */
  boolean opens(String name, Inet4Address address, long seconds);
}
