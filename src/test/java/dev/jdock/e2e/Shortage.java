package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Something that an engine runs out of; closing gives it back. */
interface Shortage extends AutoCloseable {

  @Override
  void close();

  /** It can open that many files more. */
  static Shortage ofDescriptors(long engine, int more) {
    String pid = Long.toString(engine);
    String before =
        Host.run("prlimit", "--pid", pid, "--nofile", "--noheadings", "-o", "SOFT").text().strip();
    int open = Path.of("/proc", pid, "fd").toFile().list().length;
    Host.run("prlimit", "--pid", pid, "--nofile=" + (open + more) + ":").ok();
    return () -> Host.run("prlimit", "--pid", pid, "--nofile=" + before + ":").ok();
  }

  /** It can start that many threads and processes more. */
  static Shortage ofThreads(long engine, int more) {
    Path mount = Path.of("/sys/fs/cgroup", Host.unifiedCgroups() ? "" : "pids");
    Path cgroup = mount.resolve("jdock-e2e-shortage-" + engine);
    Path home = home(mount, engine);
    try {
      Files.createDirectory(cgroup);
      // All threads of a process move with it.
      Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(engine));
      int now = Integer.parseInt(Proc.read(cgroup.resolve("pids.current")).strip());
      Files.writeString(cgroup.resolve("pids.max"), Integer.toString(now + more));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return () -> {
      List<String> members = new ArrayList<>(List.of(Long.toString(engine)));
      members.addAll(Proc.read(cgroup.resolve("cgroup.procs")).lines().toList());
      for (String pid : members) {
        try {
          Files.writeString(home.resolve("cgroup.procs"), pid);
        } catch (IOException gone) {
          // It has ended meanwhile.
        }
      }
      Eventually.that(() -> cgroup + " is in use", () -> cgroup.toFile().delete());
    };
  }

  /** The cgroup that a process is in now. */
  private static Path home(Path mount, long pid) {
    String controller = Host.unifiedCgroups() ? "0::" : ":pids:";
    return Proc.read(pid, "cgroup")
        .lines()
        .filter(line -> line.contains(controller))
        .map(line -> Path.of(mount + line.substring(line.indexOf(":/") + 1)))
        .findFirst()
        .orElseThrow();
  }
}
