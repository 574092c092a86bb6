package dev.jdock.runtime.network;

import dev.jdock.linux.namespace.NetworkNamespace;
import java.util.function.Consumer;

/** The network namespaces of containers that run. */
@FunctionalInterface
public interface ContainerNamespaces {
  /**
   * Calls the visitor with a container's namespace, which is closed after it; not at all for a
   * container that does not run.
   */
  void visit(String containerId, Consumer<NetworkNamespace> visitor);
}
