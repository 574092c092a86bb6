package dev.jdock.linux.cgroup;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Version 2: one tree for all controllers (Documentation/admin-guide/cgroup-v2.rst). */
final class V2Hierarchy implements CgroupHierarchy {
  private static final List<String> WANTED = List.of("cpu", "cpuset", "io", "memory", "pids");
  private static final String PARENT = "jdock";

  /** Where processes go that stand in the way of a controller: see {@link #enable}. */
  private static final String LEAF = "engine";

  private static final int MOVES = 20;

  private final Path mount;
  private final Path base;
  private final String parent;

  private V2Hierarchy(Path mount, Path base, String parent) {
    this.mount = mount;
    this.base = base;
    this.parent = parent;
  }

  @Override
  public CgroupHierarchy under(String other) {
    return other.isEmpty() ? this : new V2Hierarchy(mount, base, CgroupHierarchy.inside(other));
  }

  /**
   * @param mount the mount point
   * @param own this process's cgroup; new ones are created below it when systemd has delegated it,
   *     which an extended attribute shows (systemd's CGROUP_DELEGATION.md), else below the root
   */
  static V2Hierarchy below(Path mount, String own) {
    Path current = mount.resolve(own.substring(1));
    // A later engine finds itself in the leaf that an earlier one made.
    Path parent = current.getParent();
    Path candidate = current.endsWith(LEAF) && parent != null ? parent : current;
    boolean ours =
        !candidate.equals(mount) && candidate.startsWith(mount) && isDelegated(candidate);
    return new V2Hierarchy(mount, ours ? candidate : mount, PARENT);
  }

  private static boolean isDelegated(Path directory) {
    for (String attribute : List.of("trusted.delegate", "user.delegate")) {
      byte[] value = new byte[8];
      long length = LIBC.lgetxattr(directory.toString(), attribute, value, value.length);
      if (length > 0 && new String(value, 0, (int) length, StandardCharsets.UTF_8).equals("1")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Set<String> controllers() {
    return new TreeSet<>(
        List.of(ControlFile.of(base, "cgroup.controllers").read().strip().split(" ")));
  }

  /** Swappiness, waiting instead of OOM kills and real-time shares are version 1's alone. */
  @Override
  public boolean supports(Feature feature) {
    Set<String> available = controllers();
    return switch (feature) {
      case SWAPPINESS, OOM_KILL_DISABLE, CPU_REALTIME -> false;
      case SWAP_LIMIT -> available.contains("memory") && hasFile("memory.swap.max");
      case MEMORY_RESERVATION -> available.contains("memory");
      case CPU_SHARES, CPU_QUOTA -> available.contains("cpu");
      case CPUSET -> available.contains("cpuset");
      case IO_THROTTLE -> available.contains("io");
      case IO_WEIGHT -> hasFile("io.weight") || hasFile("io.bfq.weight");
      case IO_DEVICE_WEIGHT -> hasFile("io.weight");
    };
  }

  /** The root has no such files: what holds jdock's cgroups has. */
  private boolean hasFile(String name) {
    return ControlFile.of(makeParent(), name).exists();
  }

  private Path makeParent() {
    enable(base, true);
    Path folder = base;
    for (Path name : Path.of(parent)) {
      folder = folder.resolve(name);
      new CgroupTree(folder).create();
      enable(folder, parent.equals(PARENT));
    }
    return folder;
  }

  @Override
  public CgroupDirectory create(String name, Limits limits) {
    makeParent();
    V2Directory directory = at(base.resolve(parent).resolve(name));
    directory.create();
    try {
      directory.limit(limits);
      return directory;
    } catch (Throwable e) {
      try {
        directory.remove();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /** An engine in a delegated cgroup may follow one that was not, whose cgroups are at the root. */
  @Override
  public Optional<CgroupDirectory> find(String name) {
    return Stream.of(base, mount)
        .map(place -> place.resolve(parent).resolve(name))
        .filter(Files::isDirectory)
        .<CgroupDirectory>map(this::at)
        .findFirst();
  }

  private V2Directory at(Path directory) {
    return new V2Directory("/" + mount.relativize(directory), directory);
  }

  /**
   * Turns on the controllers for the children of {@code directory}.
   *
   * <p>Only the machine's root cgroup, which has no {@code cgroup.type}, may have both processes
   * and children with controllers (the "no internal processes" rule). Any other one is delegated to
   * this process, or is the root of its cgroup namespace, and its processes are moved to a leaf
   * first: otherwise cpu and pids could be enabled, but the cgroup would become a threaded one,
   * which cannot have the memory controller.
   *
   * @param ours whether its processes may be moved; they stay in a cgroup that the user named
   */
  private static void enable(Path directory, boolean ours) {
    Set<String> available = words(directory, "cgroup.controllers");
    Set<String> enabled = words(directory, "cgroup.subtree_control");
    String missing =
        WANTED.stream()
            .filter(controller -> available.contains(controller) && !enabled.contains(controller))
            .map(controller -> "+" + controller)
            .collect(Collectors.joining(" "));
    if (missing.isEmpty()) {
      return;
    }
    boolean root = !ControlFile.of(directory, "cgroup.type").exists();
    // Processes can fork while they are being moved, and leave a child behind: then again.
    for (int attempt = 0; ; attempt++) {
      if (!root && ours) {
        moveToLeaf(directory);
      }
      try {
        ControlFile.of(directory, "cgroup.subtree_control").write(missing);
        return;
      } catch (SyscallException e) {
        boolean populated = e.errno() == Errno.EBUSY || e.errno() == Errno.EOPNOTSUPP;
        if (root || !ours || !populated || attempt == MOVES) {
          throw e;
        }
      }
    }
  }

  private static void moveToLeaf(Path directory) {
    List<String> pids = ControlFile.of(directory, "cgroup.procs").read().lines().toList();
    if (pids.isEmpty()) {
      return;
    }
    Path leaf = directory.resolve(LEAF);
    new CgroupTree(leaf).create();
    for (String pid : pids) {
      try {
        ControlFile.of(leaf, "cgroup.procs").write(pid);
      } catch (SyscallException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }

  private static Set<String> words(Path directory, String name) {
    return Set.of(ControlFile.of(directory, name).read().strip().split(" +"));
  }
}
