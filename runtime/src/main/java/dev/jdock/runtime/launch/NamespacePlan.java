package dev.jdock.runtime.launch;

/**
 * The namespaces of a container to start. They are taken before there is anything else of it, since
 * to make them takes the kernel as long as all its mounts.
 *
 * @param domainname empty for none
 * @param network whether it has a network namespace of its own
 */
public record NamespacePlan(
    String hostname, String domainname, boolean network, SharedNamespaces shared) {}
