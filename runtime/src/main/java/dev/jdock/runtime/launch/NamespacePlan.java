package dev.jdock.runtime.launch;

import dev.jdock.linux.namespace.NetworkNamespace;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of a container to start. They are taken before there is anything else of it, since
 * to make them takes the kernel as long as all its mounts.
 *
 * @param domainname empty for none
 * @param network how its own network namespace is connected; null where it has none
 */
public record NamespacePlan(
    String hostname, String domainname, @Nullable NetworkSetup network, SharedNamespaces shared) {
  /** Connects a new network namespace; called on the thread that starts the container. */
  @FunctionalInterface
  public interface NetworkSetup {
    void connect(NetworkNamespace namespace);
  }
}
