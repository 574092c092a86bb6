package dev.jdock.runtime.launch;

import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.runtime.rootfs.RootfsPlan;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container to start.
 *
 * @param runDir a folder of the host for this container alone, into which every user may step; the
 *     gate is made there
 * @param domainname empty for none
 * @param cgroup where the container's processes go
 * @param network how the new network namespace is connected; null to stay in the host's
 * @param hooks what prepares it besides
 * @param namespaceProgram makes the cgroup namespace where a thread cannot: {@link
 *     dev.jdock.linux.namespace.CgroupNamespace#program}
 */
public record LaunchPlan(
    Path runDir,
    RootfsPlan rootfs,
    ProcessPlan process,
    String hostname,
    String domainname,
    CgroupDirectory cgroup,
    @Nullable NetworkSetup network,
    SharedNamespaces shared,
    Hooks hooks,
    List<String> namespaceProgram) {

  /** Shares nothing. */
  public LaunchPlan(
      Path runDir,
      RootfsPlan rootfs,
      ProcessPlan process,
      String hostname,
      String domainname,
      CgroupDirectory cgroup,
      @Nullable NetworkSetup network,
      List<String> namespaceProgram) {
    this(
        runDir,
        rootfs,
        process,
        hostname,
        domainname,
        cgroup,
        network,
        SharedNamespaces.NONE,
        Hooks.NONE,
        namespaceProgram);
  }

  /** Connects a new network namespace; called on the thread that starts the container. */
  @FunctionalInterface
  public interface NetworkSetup {
    void connect(NetworkNamespace namespace);
  }
}
