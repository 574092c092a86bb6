package dev.jdock.cli.engine;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which processes see the files that the engine sees. The engine has a copy of a mount namespace,
 * made when it was started (libexec/jdock-engine). What is mounted in the original later on comes
 * to the copy where the original's mounts are shared, as systemd makes them; mount_namespaces(7).
 */
final class EngineView {
  private static final String NOBODY = "";

  // Fields of mountinfo, from 0.
  private static final int MOUNT_POINT = 4;
  private static final int TAGS = 6;

  /** As a link of /proc/PID/ns/mnt reads; empty where no process is known to see the same. */
  private final String original;

  /**
   * Kept open as long as the engine runs: the kernel reuses the number of a namespace that does not
   * exist any more.
   */
  private final @Nullable Fd namespace;

  private EngineView(String original, @Nullable Fd namespace) {
    this.original = original;
    this.namespace = namespace;
  }

  /**
   * The view of a copy of a mount namespace that receives its later mounts.
   *
   * @param original as a link of /proc/PID/ns/mnt reads
   * @param members processes of which one may still be in it
   */
  static EngineView copyOf(String original, List<Long> members) {
    for (long member : members) {
      Fd namespace = namespace(member, original);
      if (namespace != null) {
        return new EngineView(original, namespace);
      }
    }
    return new EngineView(NOBODY, null);
  }

  /** Nothing where the process has ended, is in another, or may not be looked into. */
  private static @Nullable Fd namespace(long member, String original) {
    try {
      Fd namespace = Fd.open(Path.of("/proc", Long.toString(member), "ns", "mnt"), Fd.O_RDONLY);
      if (Files.readSymbolicLink(namespace.procPath()).toString().equals(original)) {
        return namespace;
      }
      namespace.close();
      return null;
    } catch (IOException | SyscallException e) {
      return null;
    }
  }

  /** Of this process, which the launcher started. */
  static EngineView ofEngine() {
    try {
      if (!keepsUp(Files.readAllLines(Path.of("/proc/self/mountinfo")))) {
        return new EngineView(NOBODY, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Long> members = new ArrayList<>(List.of(1L));
    ProcessHandle.current().parent().map(ProcessHandle::pid).ifPresent(members::add);
    return copyOf(System.getProperty("jdock.mounts", NOBODY), members);
  }

  /**
   * Whether the root file system is mounted as a slave: proc_pid_mountinfo(5).
   *
   * @param mounts lines of that file
   */
  static boolean keepsUp(List<String> mounts) {
    // The last one covers the others, such as an initial RAM file system.
    for (String mount : mounts.reversed()) {
      String[] fields = mount.split(" ", -1);
      if (fields.length > TAGS && fields[MOUNT_POINT].equals("/")) {
        return isSlave(fields);
      }
    }
    return false;
  }

  private static boolean isSlave(String[] fields) {
    for (int i = TAGS; i < fields.length && !fields[i].equals("-"); i++) {
      if (fields[i].startsWith("master:")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a process has the engine's root and mounts. In doubt the result is false, and the files
   * of the process are resolved the slower way.
   *
   * @throws IOException when the process has ended, or the engine may not look into it
   */
  boolean isSharedWith(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    // The kernel tells a root by its path in the process's own mount namespace.
    return namespace != null
        && original.equals(Files.readSymbolicLink(process.resolve("ns/mnt")).toString())
        && Files.readSymbolicLink(process.resolve("root")).equals(Path.of("/"))
        && Files.isSameFile(process.resolve("root"), Path.of("/"));
  }
}
