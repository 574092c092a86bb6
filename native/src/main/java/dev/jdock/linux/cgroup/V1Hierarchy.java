package dev.jdock.linux.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Version 1: one tree per controller (Documentation/admin-guide/cgroup-v1). */
final class V1Hierarchy implements CgroupHierarchy {
  private static final String PARENT = "jdock";

  /** The controllers that jdock limits or counts with; joining each costs time at every start. */
  private static final Set<String> USED =
      Set.of("memory", "cpu", "cpuacct", "pids", "devices", "freezer");

  private static final List<String> INHERITED = List.of("cpuset.cpus", "cpuset.mems");

  private final Map<String, Path> mounts;
  private final Map<String, Path> further;
  private final String parent;

  private V1Hierarchy(Map<String, Path> mounts, Map<String, Path> further, String parent) {
    this.mounts = mounts;
    this.further = further;
    this.parent = parent;
  }

  V1Hierarchy(Map<String, Path> mounts) {
    Map<String, Path> used = new LinkedHashMap<>(mounts);
    used.keySet().retainAll(USED);
    this.mounts = used;
    Map<String, Path> rest = new LinkedHashMap<>(mounts);
    rest.keySet().removeAll(USED);
    this.further = rest;
    this.parent = PARENT;
  }

  @Override
  public CgroupHierarchy under(String other) {
    return other.isEmpty() ? this : new V1Hierarchy(mounts, further, CgroupHierarchy.inside(other));
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
  public boolean supports(Feature feature) {
    Path mount = mounts.getOrDefault(feature.controller(), further.get(feature.controller()));
    return mount != null && ControlFile.of(mount, feature.file()).exists();
  }

  /** The folder that holds a cgroup in a controller's tree, and those above it. */
  static void makeParent(Path directory) {
    Path parent = Objects.requireNonNull(directory.getParent());
    if (!Files.isDirectory(parent)) {
      makeParent(parent);
      new CgroupTree(parent).create();
    }
    inheritCpuset(parent);
  }

  /** A new cpuset is empty, and takes no process before it has both (cpuset(7)). */
  static void inheritCpuset(Path directory) {
    for (String name : INHERITED) {
      ControlFile file = ControlFile.of(directory, name);
      if (file.exists() && file.read().isBlank()) {
        Path parent = Objects.requireNonNull(directory.getParent());
        file.write(ControlFile.of(parent, name).read().strip());
      }
    }
  }

  @Override
  public CgroupDirectory create(String name, Limits limits) {
    for (Path mount : mounts.values()) {
      if (!Files.isDirectory(mount.resolve(parent))) {
        makeParent(below(mount, name));
      }
    }
    V1Directory directory = directory(name);
    try {
      directory.create();
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
    Map<String, Path> others = new LinkedHashMap<>();
    further.forEach((controller, mount) -> {
      Path directory = below(mount, name);
      (Files.isDirectory(directory) ? paths : others).put(controller, directory);
    });
    return new V1Directory(
        parent.isEmpty() ? "/" + name : "/" + parent + "/" + name, paths, others);
  }

  private Path below(Path mount, String name) {
    return mount.resolve(parent).resolve(name);
  }
}
