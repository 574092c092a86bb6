package dev.jdock.linux.starter;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.IdMap;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A user namespace that no process is in, for mounts that map owners. A thread of this process
 * cannot make one (unshare(2)), so a short-lived child does.
 */
public final class UserNamespace {
  private static final int CONTROL = 3;
  private static final int SIGKILL = 9;

  private UserNamespace() {}

  /**
   * Makes one. The caller's /proc must be that of its own pid namespace.
   *
   * @return the namespace, which ends when it is closed and no mount has it any more
   * @throws SyscallException ENOSPC, EPERM and others when the kernel refuses one
   */
  public static Fd make(StarterProgram program, IdMap users, IdMap groups) {
    try (ControlSocket control = ControlSocket.make()) {
      Spawn spawn =
          new Spawn(
              program.path().toString(), List.of(StarterProgram.NAME, "user-namespace"), List.of());
      for (int stream = 0; stream < CONTROL; stream++) {
        spawn.open(stream, "/dev/null", Fd.O_RDWR);
      }
      int pid = spawn.inherit(control.theirs(), CONTROL).changeDirectory("/").run();
      try (PidFd process = PidFd.open(pid)) {
        try {
          control.closeTheirs();
          awaitNamespace(control);
          return mapped(pid, users, groups);
        } finally {
          process.sendSignal(SIGKILL);
          int _ = process.waitExit();
        }
      }
    }
  }

  private static void awaitNamespace(ControlSocket control) {
    byte[] answer = new byte[1];
    if (control.ours().read(answer) != 1) {
      throw new SyscallException("unshare", Errno.ECHILD, "user namespace");
    }
    if (answer[0] != 0) {
      throw new SyscallException("unshare", Errno.of(answer[0]), "user namespace");
    }
  }

  private static Fd mapped(int pid, IdMap users, IdMap groups) {
    Path process = Path.of("/proc", Integer.toString(pid));
    try {
      // One write each: user_namespaces(7).
      Files.writeString(process.resolve("uid_map"), users.text());
      Files.writeString(process.resolve("gid_map"), groups.text());
    } catch (IOException e) {
      throw new SyscallException("write uid_map", Errno.EINVAL, String.valueOf(e.getMessage()));
    }
    return Fd.open(process.resolve("ns/user"), Fd.O_RDONLY);
  }
}
