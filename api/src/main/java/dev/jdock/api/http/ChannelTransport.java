package dev.jdock.api.http;

import dev.jdock.linux.Fd;
import dev.jdock.linux.socket.HangUps;
import dev.jdock.linux.socket.OpenSockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** A connection to a unix domain socket. */
public final class ChannelTransport implements Transport {
  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  private final HangUps hangUps;

  /**
   * @param hangUps of all connections of its listener
   */
  public ChannelTransport(SocketChannel channel, HangUps hangUps) {
    this.channel = channel;
    this.hangUps = hangUps;
    this.in = Channels.newInputStream(channel);
    this.out = Channels.newOutputStream(channel);
  }

  @Override
  public void open() {}

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public HangUps.Watch onHangUp(Runnable gone) throws IOException {
    Fd socket = OpenSockets.duplicate(channel);
    return socket == null ? () -> {} : hangUps.watch(socket, gone);
  }

  @Override
  public String peer() {
    try {
      UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
      UserPrincipal user = peer.user();
      return "user " + user.getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "somebody";
    }
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  @Override
  public boolean isNamed(String host) {
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
