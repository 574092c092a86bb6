package dev.jdock.linux.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Version 1: one tree per controller (Documentation/admin-guide/cgroup-v1). */
final class V1Hierarchy implements CgroupHierarchy {
  private static final String PARENT = "jdock";

  /** The controllers that jdock limits or counts with; joining each costs time at every start. */
  private static final Set<String> USED =
      Set.of("memory", "cpu", "cpuacct", "pids", "devices", "freezer");

  private final Map<String, Path> mounts;

  V1Hierarchy(Map<String, Path> mounts) {
    Map<String, Path> used = new LinkedHashMap<>(mounts);
    used.keySet().retainAll(USED);
    this.mounts = used;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<String> controllers() {
    return new TreeSet<>(mounts.keySet());
  }

  @Override
  public CgroupDirectory create(String name, Limits limits) {
    mounts.values().forEach(mount -> new CgroupTree(mount.resolve(PARENT)).create());
    V1Directory directory = directory(name);
    try {
      directory.create();
      directory.limit(limits);
      return directory;
    } catch (RuntimeException e) {
      try {
        directory.remove();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  @Override
  public Optional<CgroupDirectory> find(String name) {
    V1Directory directory = directory(name);
    return mounts.values().stream().anyMatch(mount -> Files.isDirectory(below(mount, name)))
        ? Optional.of(directory)
        : Optional.empty();
  }

  private V1Directory directory(String name) {
    Map<String, Path> paths = new LinkedHashMap<>();
    mounts.forEach((controller, mount) -> paths.put(controller, below(mount, name)));
    return new V1Directory("/" + PARENT + "/" + name, paths);
  }

  private static Path below(Path mount, String name) {
    return mount.resolve(PARENT).resolve(name);
  }
}
