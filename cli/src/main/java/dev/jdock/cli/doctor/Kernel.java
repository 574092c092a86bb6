package dev.jdock.cli.doctor;

import dev.jdock.linux.KernelRelease;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.linux.cgroup.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the kernel has by itself. */
final class Kernel {
  /** The first one with all system calls that jdock cannot do without: pidfd_getfd, openat2. */
  private static final int LEAST_MAJOR = 5;

  private static final int LEAST_MINOR = 6;

  private static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids", "cpuset", "io");

  private Kernel() {}

  static Finding version(Machine machine) {
    String release = line(machine.kernel().resolve("proc/sys/kernel/osrelease"));
    Optional<KernelRelease> version = KernelRelease.parse(release);
    if (version.isEmpty()) {
      return Finding.missing("kernel", "no /proc: mount -t proc proc /proc");
    }
    return version.get().isAtLeast(LEAST_MAJOR, LEAST_MINOR)
        ? Finding.ok("kernel", release)
        : Finding.missing("kernel", release + ": Linux 5.6 is the first that can run jdock");
  }

  static Finding cgroups() {
    CgroupHierarchy hierarchy;
    try {
      hierarchy = CgroupHierarchy.detect();
    } catch (IllegalStateException none) {
      return Finding.missing("cgroups", "none is mounted: mount -t cgroup2 cgroup2 /sys/fs/cgroup");
    }
    return cgroups(hierarchy.version(), hierarchy.controllers());
  }

  static Finding cgroups(int version, Set<String> controllers) {
    List<String> lacking = new ArrayList<>(CONTROLLERS);
    lacking.removeAll(controllers);
    String has = "version " + version + ": " + String.join(" ", new TreeSet<>(controllers));
    return lacking.isEmpty()
        ? Finding.ok("cgroups", has)
        : Finding.limited(
            "cgroups",
            has
                + "; no limits of "
                + String.join(", ", lacking)
                + (lacking.contains("memory") ? ": boot with cgroup_enable=memory" : ""));
  }

  static Finding swapLimit() {
    try {
      return CgroupHierarchy.detect().supports(Feature.SWAP_LIMIT)
          ? Finding.ok("swap limit", "--memory-swap")
          : Finding.limited("swap limit", "none: boot with swapaccount=1");
    } catch (IllegalStateException noCgroups) {
      return Finding.limited("swap limit", "none without cgroups");
    }
  }

  static Finding seccomp(Machine machine) {
    String actions = line(machine.kernel().resolve("proc/sys/kernel/seccomp/actions_avail"));
    return actions.isEmpty()
        ? Finding.limited(
            "seccomp", "system calls are not filtered: the kernel has no CONFIG_SECCOMP_FILTER")
        : Finding.ok("seccomp", actions);
  }

  static Finding appArmor(Machine machine) {
    String enabled = line(machine.kernel().resolve("sys/module/apparmor/parameters/enabled"));
    return enabled.equals("Y")
        ? Finding.ok("AppArmor", "containers have the profile docker-default")
        : Finding.limited("AppArmor", "not in this kernel or off; the other barriers stand");
  }

  static Finding ipv6(Machine machine) {
    return Files.exists(machine.kernel().resolve("proc/net/if_inet6"))
        ? Finding.ok("IPv6", "yes")
        : Finding.limited("IPv6", "off on this machine");
  }

  /** The first line without its end; empty where there is no such file. */
  private static String line(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (IOException notThere) {
      return "";
    }
  }
}
