package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What containers put on a machine and must take away again: mounts, links, cgroups, processes, nft
 * tables, temporary files.
 */
record Leftovers(Set<String> found) {

  static Leftovers now() {
    Set<String> found = new TreeSet<>();
    mounts().forEach(found::add);
    children("/sys/class/net").map(name -> "link " + name).forEach(found::add);
    cgroups(found);
    processes().forEach(found::add);
    Host.run("nft", "list", "tables").out().lines().forEach(found::add);
    Host.run("ip", "netns", "list").out().lines().map(n -> "netns " + n).forEach(found::add);
    Stream.of("/tmp", "/run", "/var/tmp", "/dev/shm")
        .flatMap(folder -> children(folder).map(name -> folder + "/" + name))
        .filter(path -> path.contains("jdock") && !path.contains("jdock-e2e-"))
        .map(path -> "file " + path)
        .forEach(found::add);
    return new Leftovers(found);
  }

  /** What is here now and was not before, as far as it looks like a container's. */
  Set<String> since(Leftovers before) {
    return found.stream()
        .filter(Predicate.not(before.found::contains))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> mounts() {
    return Host.read(Path.of("/proc/self/mountinfo"))
        .lines()
        .map(line -> line.split(" ", -1)[4])
        .filter(point -> point.contains("jdock"))
        .map(point -> "mount " + point);
  }

  private static void cgroups(Set<String> found) {
    try {
      Files.walkFileTree(
          Path.of("/sys/fs/cgroup"),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attrs) {
              // Those that all engines and their containers have theirs in stay for the next one.
              boolean home = directory.endsWith("jdock") || directory.endsWith("jdock/engine");
              if (directory.toString().contains("jdock") && !home) {
                found.add("cgroup " + directory);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes that live in a cgroup of ours or run out of the state root, and engines. */
  private static List<String> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> ours(process.pid()))
        .map(process -> "process " + process.pid() + " " + process.info().commandLine().orElse("?"))
        .toList();
  }

  private static boolean ours(long pid) {
    try {
      if (Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ")) {
        // It has ended; that its parent, none of ours, has not yet looked is not our doing.
        return false;
      }
      String environment = Files.readString(Path.of("/proc/" + pid + "/environ"));
      String cgroup = Files.readString(Path.of("/proc/" + pid + "/cgroup"));
      return environment.contains("JDOCK_ROOT=/tmp/jdock-e2e-")
          || cgroup.replace("/jdock/engine", "").contains("/jdock");
    } catch (IOException gone) {
      return false;
    }
  }

  private static Stream<String> children(String folder) {
    String[] names = Path.of(folder).toFile().list();
    return names == null ? Stream.empty() : Stream.of(names);
  }
}
