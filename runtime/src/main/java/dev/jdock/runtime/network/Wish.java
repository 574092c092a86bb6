package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.MacAddress;
import java.net.Inet4Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container wants of a network.
 *
 * @param network a name or an id
 * @param address null for any
 * @param mac null for the usual one
 * @param linkLocal further addresses in dotted form, of the network that every link has (RFC 3927)
 * @param priority of its gateway as the container's way out
 */
public record Wish(
    String network,
    @Nullable Inet4Address address,
    @Nullable MacAddress mac,
    List<String> linkLocal,
    int priority) {
  /** Nothing in particular. */
  public static Wish of(String network) {
    return new Wish(network, null, null, List.of(), 0);
  }
}
