package dev.jdock.runtime.launch;

import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.runtime.rootfs.RootfsPlan;
import org.jspecify.annotations.Nullable;

/**
 * A container to start.
 *
 * @param domainname empty for none
 * @param cgroup where the container's processes go
 * @param network how the new network namespace is connected; null to stay in the host's
 * @param hooks what prepares it besides
 */
public record LaunchPlan(
    RootfsPlan rootfs,
    ProcessPlan process,
    String hostname,
    String domainname,
    CgroupDirectory cgroup,
    @Nullable NetworkSetup network,
    SharedNamespaces shared,
    Hooks hooks) {

  /** Shares nothing. */
  public LaunchPlan(
      RootfsPlan rootfs,
      ProcessPlan process,
      String hostname,
      String domainname,
      CgroupDirectory cgroup,
      @Nullable NetworkSetup network) {
    this(rootfs, process, hostname, domainname, cgroup, network, SharedNamespaces.NONE, Hooks.NONE);
  }

  /** Connects a new network namespace; called on the thread that starts the container. */
  @FunctionalInterface
  public interface NetworkSetup {
    void connect(NetworkNamespace namespace);
  }
}
