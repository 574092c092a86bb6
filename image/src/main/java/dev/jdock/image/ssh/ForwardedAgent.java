package dev.jdock.image.ssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * The user's own agent, of which only keys are listed and signatures asked for: a step is not to
 * add or remove keys, or lock it.
 *
 * @param socket where it listens
 */
public record ForwardedAgent(Path socket) implements Agent {

  @Override
  public Conversation open() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return new Connection(channel);
  }

  private record Connection(SocketChannel channel) implements Conversation {
    @Override
    public byte[] answer(byte[] request) throws IOException {
      if (request[0] != Messages.REQUEST_IDENTITIES && request[0] != Messages.SIGN_REQUEST) {
        return Messages.failure();
      }
      Messages.write(Channels.newOutputStream(channel), request);
      return Messages.read(Channels.newInputStream(channel))
          .orElseThrow(() -> new IOException("the agent has closed the connection"));
    }

    @Override
    public void close() {
      Closing.quietly(channel);
    }
  }
}
