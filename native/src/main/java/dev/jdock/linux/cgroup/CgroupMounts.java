package dev.jdock.linux.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cgroup file systems of a mountinfo file (proc_pid_mountinfo(5)).
 *
 * @param v1 mount points by controller
 * @param v2 the unified hierarchy's mount point, null for none
 * @param ownPath this process's cgroup in the unified hierarchy, {@code /} when there is none
 */
record CgroupMounts(Map<String, Path> v1, @Nullable Path v2, String ownPath) {
  private static final Set<String> CONTROLLERS =
      Set.of("memory", "cpu", "cpuacct", "pids", "devices", "freezer", "cpuset", "blkio");

  CgroupMounts {
    v1 = Collections.unmodifiableMap(new LinkedHashMap<>(v1));
  }

  static CgroupMounts ofThisProcess() {
    try {
      return parse(
          Files.readAllLines(Path.of("/proc/self/mountinfo")),
          Files.readAllLines(Path.of("/proc/self/cgroup")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CgroupMounts parse(List<String> mountinfo, List<String> membership) {
    Map<String, Path> v1 = new LinkedHashMap<>();
    Path v2 = null;
    for (String line : mountinfo) {
      List<String> fields = new ArrayList<>(List.of(line.split(" ")));
      int dash = fields.indexOf("-");
      if (dash < 5 || fields.size() < dash + 4) {
        continue;
      }
      Path point = Path.of(fields.get(4).replace("\\040", " "));
      switch (fields.get(dash + 1)) {
        case "cgroup2" -> v2 = v2 == null ? point : v2;
        case "cgroup" -> {
          for (String option : List.of(fields.get(dash + 3).split(","))) {
            if (CONTROLLERS.contains(option)) {
              v1.putIfAbsent(option, point);
            }
          }
        }
        default -> {}
      }
    }
    String own =
        membership.stream()
            .filter(line -> line.startsWith("0::"))
            .map(line -> line.substring(3))
            .findFirst()
            .orElse("/");
    return new CgroupMounts(v1, v2, own);
  }

  CgroupHierarchy hierarchy() {
    if (!v1.isEmpty()) {
      return new V1Hierarchy(v1);
    }
    if (v2 == null) {
      throw new IllegalStateException("no cgroup file system is mounted");
    }
    return V2Hierarchy.below(v2, ownPath);
  }
}
