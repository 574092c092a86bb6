package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.MacAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container wants of a network.
 *
 * @param network a name or an id
 * @param addresses one of a version of IP at most; any where there is none
 * @param mac null for the usual one
 * @param linkLocal further addresses, of the network that every link has (RFC 3927, RFC 4291)
 * @param priority of its gateway as the container's way out
 */
public record Wish(
    String network,
    List<InetAddress> addresses,
    @Nullable MacAddress mac,
    List<String> linkLocal,
    int priority) {
  /** Nothing in particular. */
  public static Wish of(String network) {
    return new Wish(network, List.of(), null, List.of(), 0);
  }
}
