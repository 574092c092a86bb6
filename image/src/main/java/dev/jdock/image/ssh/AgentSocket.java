package dev.jdock.image.ssh;

import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** A socket in the file system behind which an agent answers, each client on a thread. */
public final class AgentSocket implements AutoCloseable {
  /** Clients at a time; more wait to be accepted. */
  private static final int MOST_CLIENTS = 64;

  private final ServerSocketChannel listening;
  private final Agent agent;
  private final Semaphore room = new Semaphore(MOST_CLIENTS);
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private AgentSocket(ServerSocketChannel listening, Agent agent) {
    this.listening = listening;
    this.agent = agent;
  }

  /**
   * Listens until it is closed. Removing the file is the caller's part.
   *
   * @param mode of the socket: who may connect
   */
  public static AgentSocket listen(
      Path folder, String name, int uid, int gid, int mode, Agent agent) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try (Directory directory = Directory.open(folder);
        Fd itself = directory.openInRoot(".", Fd.O_PATH | Fd.O_DIRECTORY)) {
      // An address has 108 bytes at most (unix(7)): fewer than a path in the store may have.
      listening.bind(UnixDomainSocketAddress.of(itself.procPath().resolve(name)));
      directory.setOwner(name, uid, gid);
      directory.setMode(name, mode);
    } catch (IOException | RuntimeException e) {
      listening.close();
      throw e;
    }
    var socket = new AgentSocket(listening, agent);
    // Where a virtual thread accepts, a closed channel listens until that thread has noticed.
    Thread.ofPlatform().daemon().name("agent").start(socket::acceptAll);
    return socket;
  }

  private void acceptAll() {
    try {
      while (!closed) {
        room.acquire();
        SocketChannel client = listening.accept();
        Thread.ofVirtual().name("agent-client").start(() -> serve(client));
      }
    } catch (IOException | InterruptedException e) {
      // Closed: there is nobody left who could connect.
    }
  }

  /** A client whose agent is out of reach sees its connection closed. */
  private void serve(SocketChannel client) {
    try (client) {
      begin(client);
      try (Agent.Conversation conversation = agent.open()) {
        begin(conversation);
        try {
          talk(client, conversation);
        } finally {
          open.remove(conversation);
        }
      }
    } catch (IOException e) {
      // Likewise.
    } finally {
      open.remove(client);
      room.release();
    }
  }

  /** Either {@link #close} finds it, or this finds that it has looked already. */
  private void begin(AutoCloseable each) throws IOException {
    open.add(each);
    if (closed) {
      throw new IOException("closed");
    }
  }

  private void talk(SocketChannel client, Agent.Conversation conversation) throws IOException {
    InputStream in = Channels.newInputStream(client);
    OutputStream out = Channels.newOutputStream(client);
    Optional<byte[]> request = Messages.read(in);
    while (request.isPresent()) {
      Messages.write(out, conversation.answer(request.get()));
      request = Messages.read(in);
    }
  }

  /** Ends all conversations. */
  @Override
  public void close() {
    closed = true;
    Closing.quietly(listening);
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        // As of one that has ended by itself.
      }
    }
  }
}
