package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What containers put on a machine and must take away again: mounts, links, cgroups, processes, nft
 * tables, temporary files. Another jdock may be in use beside the tests, and what bears the name of
 * its root is its own affair. Some things bear none, such as a cgroup that no process is in any
 * more: they count where nobody else is there who could have made them.
 *
 * @param own what the tests' roots have made
 * @param nameless what cannot be told to be anybody's
 * @param alone whether no engine serves a root that is not the tests', nor has left its run
 *     directory
 */
record Leftovers(Set<String> own, Set<String> nameless, boolean alone) {

  /** The fields of a line of mountinfo (proc_pid_mountinfo(5)) up to the mount point. */
  private static final Pattern MOUNT_POINT =
      Pattern.compile("^(\\S+ \\S+ \\S+ \\S+) \\S+ ", Pattern.MULTILINE);

  /**
   * @param roots whose leavings count
   */
  static Leftovers of(Set<StateRoot> roots) {
    Set<StateRoot> others = new HashSet<>(StateRoot.served());
    others.removeAll(roots);
    Search search = new Search(roots, others, new TreeSet<>(), new TreeSet<>());
    search.mounts();
    search.links();
    search.tables();
    search.cgroups();
    search.processes();
    search.files();
    return new Leftovers(
        search.own, search.nameless, others.isEmpty() && Search.runDirectories(roots).isEmpty());
  }

  /** What is here now and was not before. */
  Set<String> since(Leftovers before) {
    Set<String> left = new TreeSet<>(own);
    if (alone && before.alone) {
      left.addAll(nameless);
    }
    left.removeAll(before.own);
    left.removeAll(before.nameless);
    return left;
  }

  /** Looks through the machine, for roots of ours and of others. */
  private record Search(
      Set<StateRoot> roots, Set<StateRoot> others, Set<String> own, Set<String> nameless) {

    private static boolean anyIsNamed(Set<StateRoot> roots, String text) {
      return roots.stream().anyMatch(root -> root.isNamedIn(text));
    }

    private void add(String found, boolean ours, boolean theirs) {
      if (ours) {
        own.add(found);
      } else if (!theirs) {
        nameless.add(found);
      }
    }

    /** Layers, runtime files, and what lies on either, is told by any of a line's fields. */
    void mounts() {
      Proc.read(Path.of("/proc/self/mountinfo"))
          .lines()
          .filter(line -> line.contains("jdock"))
          .forEach(line -> {
            String point = line.split(" ", -1)[4];
            // Of what has no name, those that engines make in passing; the tests make some, too.
            boolean passing =
                point.startsWith("/tmp/jdock-") && !point.startsWith("/tmp/jdock-e2e-");
            add("mount " + point, anyIsNamed(roots, line), anyIsNamed(others, line) || !passing);
          });
    }

    void links() {
      for (String name : children("/sys/class/net")) {
        String bridge = master(name);
        String alias = alias(bridge);
        if (alias.startsWith("jdock ")) {
          boolean ours = roots.stream().anyMatch(root -> root.hasBridge(alias));
          add("link " + name, ours, alias.startsWith("jdock "));
        } else if (name.startsWith("veth")) {
          boolean ours = roots.stream().anyMatch(root -> root.hasEndpoint(name));
          add("link " + name, ours, others.stream().anyMatch(root -> root.hasEndpoint(name)));
        }
      }
    }

    /** The bridge that a link is on, or the link itself. */
    private static String master(String link) {
      try {
        Path master = Files.readSymbolicLink(Path.of("/sys/class/net", link, "master"));
        return String.valueOf(master.getFileName());
      } catch (IOException none) {
        return link;
      }
    }

    private static String alias(String link) {
      return Proc.read(Path.of("/sys/class/net", link, "ifalias")).strip();
    }

    /** They are named like their bridges, or those of users after the same id. */
    void tables() {
      for (String line : Host.run("nft", "list", "tables").out().lines().toList()) {
        String name = line.substring(line.lastIndexOf(' ') + 1);
        if (name.startsWith("jdock")) {
          String alias = alias(name.replaceFirst("^jdock-", "br-"));
          boolean ours = roots.stream().anyMatch(root -> root.hasBridge(alias));
          add(line, ours, alias.startsWith("jdock "));
        }
      }
    }

    void cgroups() {
      try {
        Files.walkFileTree(
            Path.of("/sys/fs/cgroup"),
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attrs) {
                Path parent = directory.getParent();
                if (parent != null && parent.endsWith("jdock")) {
                  // The one of all engines stays for the next.
                  if (!directory.endsWith("engine")) {
                    cgroup(directory);
                  }
                  return FileVisitResult.SKIP_SUBTREE;
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

    private void cgroup(Path directory) {
      String id = String.valueOf(directory.getFileName());
      List<Long> members =
          Proc.read(directory.resolve("cgroup.procs")).lines().map(Long::valueOf).toList();
      boolean ours = roots.stream().anyMatch(root -> root.knows(id));
      boolean theirs = others.stream().anyMatch(root -> root.knows(id));
      add(
          "cgroup " + directory,
          ours || members.stream().anyMatch(pid -> isOf(roots, pid)),
          // A root file system says whose it is, be that root's engine there or not.
          theirs || members.stream().anyMatch(pid -> sourcesOf(pid).contains("upperdir=")));
    }

    /** Engines, what was started for a root, and what sees files of a root as its own. */
    void processes() {
      ProcessHandle.allProcesses()
          .filter(process -> process.pid() != ProcessHandle.current().pid())
          .filter(process -> isOf(roots, process.pid()))
          .forEach(
              process -> own.add("process " + process.pid() + " " + commandLine(process.pid())));
    }

    /** Whole: ProcessHandle cuts it after a page, and an engine's class path is longer. */
    private static String commandLine(long pid) {
      String line = Proc.read(pid, "cmdline").replace('\0', ' ').strip();
      return line.isEmpty() ? Proc.read(pid, "comm").strip() : line;
    }

    private static boolean isOf(Set<StateRoot> roots, long pid) {
      // One that has ended and whose parent, none of ours, has not yet looked is not our doing.
      if (roots.isEmpty() || Proc.read(pid, "stat").contains(") Z ")) {
        return false;
      }
      Optional<StateRoot> served = StateRoot.servedBy(pid);
      if (served.isPresent()) {
        return roots.contains(served.get());
      }
      String environment = Proc.read(pid, "environ");
      return roots.stream().anyMatch(r -> environment.contains("JDOCK_ROOT=" + r.path() + "\0"))
          || anyIsNamed(roots, sourcesOf(pid));
    }

    /**
     * What the mounts are of that a process sees, if it has a mount namespace of its own. Not where
     * they are: what the host mounts on a root comes into many namespaces.
     */
    private static String sourcesOf(long pid) {
      String table = Proc.read(pid, "mountinfo");
      return table.equals(Proc.read(Path.of("/proc/self/mountinfo")))
          ? ""
          : MOUNT_POINT.matcher(table).replaceAll("$1 ");
    }

    void files() {
      for (String folder : List.of("/tmp", "/run", "/var/tmp", "/dev/shm")) {
        for (String name : children(folder)) {
          String path = folder + "/" + name;
          // The tests' own folders are theirs to remove, and so is what they mount.
          if (name.contains("jdock") && !name.startsWith("jdock-e2e-")) {
            boolean ours = anyIsNamed(roots, path);
            add("file " + path, ours, !ours && (isRoots(name) || anyIsNamed(others, path)));
          }
        }
      }
    }

    /** Those of roots that are none of these. */
    private static List<String> runDirectories(Set<StateRoot> roots) {
      return children("/run").stream()
          .filter(Search::isRoots)
          .filter(name -> !anyIsNamed(roots, "/run/" + name))
          .toList();
    }

    /** A run directory: its name says whose it is, and it is none of ours. */
    private static boolean isRoots(String name) {
      return name.equals("jdock") || name.matches("jdock-[0-9a-f]{16}");
    }

    private static List<String> children(String folder) {
      String[] names = Path.of(folder).toFile().list();
      return names == null ? List.of() : Stream.of(names).toList();
    }
  }
}
