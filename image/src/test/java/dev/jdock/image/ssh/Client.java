package dev.jdock.image.ssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A client of an agent, as ssh is one. */
record Client(SocketChannel channel) implements AutoCloseable {
  static Client of(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return new Client(channel);
  }

  byte[] ask(byte[] message) throws IOException {
    Messages.write(Channels.newOutputStream(channel), message);
    return read().orElseThrow();
  }

  Optional<byte[]> read() throws IOException {
    return Messages.read(Channels.newInputStream(channel));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
