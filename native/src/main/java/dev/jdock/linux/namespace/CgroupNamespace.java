package dev.jdock.linux.namespace;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Spawn;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import jnr.constants.platform.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup namespace with a version 2 cgroup as its root (cgroup_namespaces(7)), held by a
 * descriptor.
 *
 * <p>The root is the cgroup that a task is in when it makes the namespace, and version 2 takes no
 * single thread into a cgroup of its own. So a process that does nothing else goes there, makes the
 * namespace, and is gone as soon as there is a descriptor for it.
 */
public final class CgroupNamespace implements AutoCloseable {
  private static final int SIGKILL = 9;

  /** Reads a line, answers with one, and stays until its input ends. */
  private static final String SCRIPT =
      "read -r line && exec unshare --cgroup sh -c 'echo && read -r line'";

  private final Fd fd;

  private CgroupNamespace(Fd fd) {
    this.fd = fd;
  }

  /**
   * What makes namespaces: jdock's reaper, or else the host's shell with unshare(1) of util-linux.
   */
  public static List<String> program(@Nullable Path init) {
    return init == null
        ? List.of("/bin/sh", "-c", SCRIPT)
        : List.of(init.toString(), "--cgroup-namespace");
  }

  /**
   * Makes one.
   *
   * @param program see {@link #program}
   * @param join moves a process into the cgroup
   * @throws SyscallException when that fails, or the program does not do as it should; its process
   *     is gone in any case
   */
  public static CgroupNamespace make(List<String> program, IntConsumer join) {
    Fd[] input = Fd.pipe();
    Fd[] output = Fd.pipe();
    try (Fd theirInput = input[0];
        Fd ourInput = input[1];
        Fd ourOutput = output[0];
        Fd theirOutput = output[1]) {
      int pid =
          new Spawn(program.getFirst(), program, List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"))
              .inherit(theirInput, 0)
              .inherit(theirOutput, 1)
              .open(2, "/dev/null", Fd.O_WRONLY)
              .closeFrom(3)
              .run();
      theirOutput.close();
      try (PidFd process = PidFd.open(pid)) {
        try {
          join.accept(pid);
          ourInput.writeFully("\n");
          if (ourOutput.read(new byte[1]) != 1) {
            throw new SyscallException(
                "unshare", Errno.EPERM, "cgroup namespace: " + program.getFirst() + " ended");
          }
          return new CgroupNamespace(Fd.open(Path.of("/proc/" + pid + "/ns/cgroup"), Fd.O_RDONLY));
        } finally {
          process.sendSignal(SIGKILL);
          process.waitExit();
        }
      }
    }
  }

  /** Moves the calling thread, and so its later children. */
  public void enter() {
    Namespaces.enter(fd, Namespaces.NEWCGROUP);
  }

  /** The namespace stays as long as somebody is in it. */
  @Override
  public void close() {
    fd.close();
  }
}
