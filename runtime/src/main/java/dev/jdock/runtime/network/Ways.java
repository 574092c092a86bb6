package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.AddressFamily;
import java.util.Set;

/** The versions of IP of which a network has a container's default route. */
@FunctionalInterface
interface Ways {
  Set<AddressFamily> of(String containerId, ContainerNetwork network);
}
