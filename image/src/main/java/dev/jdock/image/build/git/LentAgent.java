package dev.jdock.image.build.git;

import dev.jdock.image.ssh.Agent;
import dev.jdock.image.ssh.AgentSocket;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The socket of an agent for one run of {@code ssh}; closing it removes the socket. */
final class LentAgent implements AutoCloseable {
  private static final String NAME = "agent";

  private final Path parent;
  private final Path folder;
  private final Fd open;
  private final AgentSocket socket;

  private LentAgent(Path parent, Path folder, Fd open, AgentSocket socket) {
    this.parent = parent;
    this.folder = folder;
    this.open = open;
    this.socket = socket;
  }

  /**
   * Listens for root alone.
   *
   * @param parent existing folder, for a folder of the socket's own
   */
  static LentAgent in(Path parent, Agent agent) throws IOException {
    Path folder = Files.createTempDirectory(parent, "ssh-");
    Fd open = Fd.open(folder, Fd.O_PATH | Fd.O_DIRECTORY);
    try {
      var socket = AgentSocket.listen(folder, NAME, 0, 0, 0600, agent);
      return new LentAgent(parent, folder, open, socket);
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  /**
   * Its path for other processes, by this one's descriptor: a path in the store may be too long.
   */
  String address() {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + open.number() + "/" + NAME;
  }

  @Override
  public void close() {
    if (open.isOpen()) {
      socket.close();
      open.close();
      try (Directory above = Directory.open(parent)) {
        above.removeTree(String.valueOf(folder.getFileName()));
      }
    }
  }
}
