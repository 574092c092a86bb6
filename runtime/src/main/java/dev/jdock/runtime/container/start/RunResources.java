package dev.jdock.runtime.container.start;

import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.volume.VolumeMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a run has of the machine: its directory, its cgroup, its address and ports, its volumes. */
public record RunResources(
    ContainerFiles files,
    ContainerCgroups cgroups,
    Networks networks,
    ContainerNameServers nameServers,
    VolumeMounts volumes) {
  private static final String CGROUP_PARENT = "cgroup-parent";

  /** Deletes a run's directory. */
  public void removeDirectory(String id) {
    insist(() -> FileTrees.delete(files.run(id)));
  }

  /** Where a build's step has its cgroup. */
  CgroupHierarchy cgroupsOfStep(String parent) {
    return cgroups.all().under(parent);
  }

  /**
   * Notes where a step has its cgroup, for an engine after this one.
   *
   * @throws IOException when the note cannot be written
   */
  void noteCgroupParent(String id, String parent) throws IOException {
    if (!parent.isEmpty()) {
      Files.writeString(files.run(id).resolve(CGROUP_PARENT), parent);
    }
  }

  /** Ends what a step of an engine that was killed still does, and removes what it has left. */
  public void removeStep(String id) {
    boolean _ = removeCgroup(cgroupsOfStep(notedCgroupParent(id)), id);
    removeDirectory(id);
  }

  private String notedCgroupParent(String id) {
    try {
      return Files.readString(files.run(id).resolve(CGROUP_PARENT));
    } catch (IOException e) {
      // There is no note: it was made in the usual place, or not yet.
      return "";
    }
  }

  /** Where the machine was short of something for a moment, nothing may be left for that. */
  private static void insist(Runnable removal) {
    try {
      removal.run();
    } catch (RuntimeException shortage) {
      removal.run();
    }
  }

  /** Takes name server, ports, addresses and veths back. */
  public void disconnect(String id) {
    Steps steps = new Steps();
    steps.run(() -> nameServers.servers().stop(id));
    steps.run(() -> networks.disconnect(id));
    steps.throwFirst();
  }

  /**
   * Kills what is in a cgroup, and removes it.
   *
   * @param parent where it was made
   * @return whether the kernel has killed for want of memory there
   */
  public static boolean removeCgroup(CgroupHierarchy parent, String id) {
    AtomicBoolean outOfMemory = new AtomicBoolean();
    insist(() -> parent.find(id).ifPresent(cgroup -> remove(cgroup, outOfMemory)));
    return outOfMemory.get();
  }

  private static void remove(CgroupDirectory cgroup, AtomicBoolean outOfMemory) {
    if (cgroup.oomKills().orElse(0) > 0) {
      outOfMemory.set(true);
    }
    cgroup.end();
  }

  /**
   * Gives back the ports, the address, the cgroup and the volumes of a container's run.
   *
   * <p>The rest of the container's processes die with its first one, the reaper of its pid
   * namespace; a cgroup is empty a moment later.
   *
   * @return whether the kernel has killed for want of memory there
   */
  public boolean release(ContainerRecord record) {
    AtomicBoolean outOfMemory = new AtomicBoolean();
    Steps steps = new Steps();
    steps.run(() -> disconnect(record.id()));
    steps.run(() -> outOfMemory.set(removeCgroup(cgroups.of(record), record.id())));
    steps.run(() -> volumes.release(record.id()));
    steps.throwFirst();
    return outOfMemory.get();
  }
}
