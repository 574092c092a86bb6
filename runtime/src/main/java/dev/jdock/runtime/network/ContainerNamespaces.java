package dev.jdock.runtime.network;

import dev.jdock.linux.namespace.NetworkNamespace;
import java.util.function.BiConsumer;

/** The network namespaces of containers that run. */
@FunctionalInterface
public interface ContainerNamespaces {
  /**
   * Calls the visitor with a container's namespace, which is closed after it, and with what the
   * container wants of a network; not at all for a container that does not run.
   *
   * @param network its name
   */
  void visit(String containerId, String network, BiConsumer<NetworkNamespace, Wish> visitor);
}
