package dev.jdock.runtime.network.dns;

import dev.jdock.linux.netlink.AddressFamily;
import java.net.InetAddress;

/** Which names outside a container may ask for, and what becomes of the answers. */
public interface NameLimit {
  /**
   * Whether a name may be asked for.
   *
   * @param name without a dot at its end, in small letters
   */
  boolean allows(String name);

  /** Whether addresses of that version of IP can be reached at all. */
  boolean has(AddressFamily family);

  /**
   * Lets the container go to an address that an allowed name has, for a time.
   *
   * @param seconds the answer's time to live
   * @return false where it may not be told that address
   */
  boolean opens(String name, InetAddress address, long seconds);
}
