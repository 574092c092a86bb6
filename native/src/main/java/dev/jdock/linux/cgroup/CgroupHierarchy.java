package dev.jdock.linux.cgroup;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where this machine's cgroups are made: below {@code /jdock}, or below this process's own cgroup
 * where systemd delegated it.
 */
public sealed interface CgroupHierarchy permits V1Hierarchy, V2Hierarchy {

  /**
   * Finds out what is mounted. Controllers that are mounted the version 1 way win over an empty
   * version 2 hierarchy beside them.
   *
   * @throws IllegalStateException when no cgroup file system is mounted
   */
  static CgroupHierarchy detect() {
    return CgroupMounts.ofThisProcess().hierarchy();
  }

  /** 1 or 2. */
  int version();

  /**
   * The same, with new cgroups elsewhere. Missing directories of the parent are created and not
   * removed again: the parent may be managed by another program and have limits of its own.
   *
   * @param parent absolute, as in /proc/PID/cgroup, but below what was delegated to this process;
   *     {@code ..} leads nowhere above that. Empty for jdock's own
   */
  CgroupHierarchy under(String parent);

  /** A path that has no {@code ..} in it, and does not begin with a slash. */
  static String inside(String parent) {
    return Path.of("/", parent).normalize().toString().substring(1);
  }

  /** The controllers that can be used, by their version 2 names: memory, cpu, pids … */
  Set<String> controllers();

  /** Whether this machine's kernel has it, and the controller is mounted. */
  boolean supports(Feature feature);

  /**
   * Makes a cgroup, or takes over one that a former run left behind, and writes its limits.
   *
   * @param name a single path element
   * @throws dev.jdock.linux.SyscallException when the kernel refuses; nothing is left then. A limit
   *     whose controller is missing is no failure: see {@link CgroupDirectory#warnings}
   */
  CgroupDirectory create(String name, Limits limits);

  /**
   * The cgroup that {@link #create} made, perhaps in an earlier process; empty if it does not
   * exist.
   */
  Optional<CgroupDirectory> find(String name);
}
