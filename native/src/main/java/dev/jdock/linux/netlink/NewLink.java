package dev.jdock.linux.netlink;

import dev.jdock.linux.Fd;
import org.jspecify.annotations.Nullable;

/**
 * A link that is to be, or one end of a veth(4) pair.
 *
 * @param mac null to let the kernel choose
 * @param mtu 0 for the kernel's default
 * @param namespace where it is made; null for the socket's own
 */
public record NewLink(String name, @Nullable MacAddress mac, int mtu, @Nullable Fd namespace) {
  public NewLink(String name) {
    this(name, null, 0, null);
  }
}
