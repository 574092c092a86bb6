package dev.jdock.runtime.launch;

import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.runtime.rootfs.RootfsPlan;

/**
 * What comes into the namespaces of a container to start.
 *
 * @param cgroup where the container's processes go
 * @param hooks what prepares it besides
 * @param holdsMounts whether what it has mounted stays until somebody lets it go: the kernel takes
 *     the mounts of a last process down before it tells of its end (exit_task_namespaces before
 *     exit_notify in do_exit), a tenth of the time of a short run
 */
public record LaunchPlan(
    RootfsPlan rootfs,
    ProcessPlan process,
    CgroupDirectory cgroup,
    Hooks hooks,
    boolean holdsMounts) {}
