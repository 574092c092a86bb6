package dev.jdock.cli.api;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sockets that systemd has started a process with, sd_listen_fds(3): so many from descriptor 3
 * on, in LISTEN_FDS, for the process of LISTEN_PID.
 */
final class LentSockets {
  private static final int FIRST = 3;
  private static final int MOST = 16;

  private LentSockets() {}

  /**
   * Takes them from the process that was given them, which still has them afterwards.
   *
   * @param environment of the user's process
   * @throws JdockException INVALID where there are none
   */
  static List<Fd> take(Map<String, String> environment) {
    int count = number(environment, "LISTEN_FDS");
    int pid = number(environment, "LISTEN_PID");
    if (count < 1 || count > MOST || pid < 1) {
      throw JdockException.invalid(
          "fd:// is for a process with sockets of systemd: neither LISTEN_FDS nor LISTEN_PID says"
              + " of any");
    }
    List<Fd> sockets = new ArrayList<>();
    try (PidFd process = PidFd.open(pid)) {
      for (int i = 0; i < count; i++) {
        sockets.add(process.getFd(FIRST + i));
      }
      return sockets;
    } catch (SyscallException e) {
      sockets.forEach(Fd::close);
      throw JdockException.internal("cannot take the sockets of process " + pid, e);
    }
  }

  private static int number(Map<String, String> environment, String name) {
    try {
      return Integer.parseInt(environment.getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
