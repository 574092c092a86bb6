package dev.jdock.cli.engine;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import java.nio.file.Path;

/** The launcher's standard input, output and error, as descriptors of the engine's own. */
record Descriptors(Fd in, Fd out, Fd err) implements AutoCloseable {

  /** Duplicates the launcher's standard descriptors; a closed one becomes /dev/null. */
  static Descriptors fetch(PidFd launcher) {
    Fd[] fds = new Fd[3];
    try {
      for (int i = 0; i < fds.length; i++) {
        fds[i] = fetch(launcher, i);
      }
      return new Descriptors(fds[0], fds[1], fds[2]);
    } catch (SyscallException e) {
      for (Fd fd : fds) {
        if (fd != null) {
          fd.close();
        }
      }
      throw e;
    }
  }

  private static Fd fetch(PidFd launcher, int number) {
    try {
      return launcher.getFd(number);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EBADF) {
        throw e;
      }
      return Fd.open(Path.of("/dev/null"), Fd.O_RDWR);
    }
  }

  Descriptors duplicate() {
    return new Descriptors(in.duplicate(), out.duplicate(), err.duplicate());
  }

  @Override
  public void close() {
    in.close();
    out.close();
    err.close();
  }
}
