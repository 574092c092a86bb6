package dev.jdock.runtime.launch;

import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.runtime.rootfs.RootfsPlan;
import org.jspecify.annotations.Nullable;

/**
 * A container to start.
 *
 * @param cgroup where the container's processes go
 * @param network how its own network namespace is connected; null where it has none
 * @param hooks what prepares it besides
 * @param holdsMounts whether what it has mounted stays until somebody lets it go: the kernel takes
 *     the mounts of a last process down before it tells of its end (exit_task_namespaces before
 *     exit_notify in do_exit), a tenth of the time of a short run
 */
public record LaunchPlan(
    RootfsPlan rootfs,
    ProcessPlan process,
    CgroupDirectory cgroup,
    @Nullable NetworkSetup network,
    Hooks hooks,
    boolean holdsMounts) {
  /** Connects a new network namespace; called on the thread that starts the container. */
  @FunctionalInterface
  public interface NetworkSetup {
    void connect(NetworkNamespace namespace);
  }
}
