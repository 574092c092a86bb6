package dev.jdock.runtime.container;

import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.runtime.container.record.ContainerRecord;
import java.util.Optional;

/**
 * The cgroups of containers.
 *
 * @param all where a container's cgroup is, unless the container names a parent of its own
 */
public record ContainerCgroups(CgroupHierarchy all) {
  /** Where a container's cgroup is made. */
  public CgroupHierarchy of(ContainerRecord record) {
    return all.under(record.spec().isolation().namespaces().cgroupParent());
  }

  /** A container's cgroup, while it has one. */
  public Optional<CgroupDirectory> find(ContainerRecord record) {
    return of(record).find(record.id());
  }
}
