package dev.jdock.api.socket;

import dev.jdock.api.http.HttpServer;
import dev.jdock.api.http.Transport;
import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.poll.Readiness;
import dev.jdock.linux.socket.HangUps;
import dev.jdock.linux.socket.UnixConnection;
import dev.jdock.linux.socket.UnixListener;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * A unix domain socket that somebody else listens at, such as systemd, and has lent: its file and
 * its mode are that one's. The JDK makes no channel of a descriptor, so that connections are read
 * and written by the kernel's calls.
 */
public final class LentSocket implements HttpServer.Listener {
  private final UnixListener listener;
  private final Readiness readiness = new Readiness();
  private final HangUps hangUps = new HangUps();

  private LentSocket(UnixListener listener) {
    this.listener = listener;
  }

  /**
   * @param listening becomes this object's
   * @throws JdockException INVALID for what is no such socket
   */
  public static LentSocket of(Fd listening) {
    try {
      return new LentSocket(UnixListener.of(listening));
    } catch (IllegalArgumentException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "fd:// takes listening unix domain sockets alone", e);
    }
  }

  @Override
  public Transport accept() throws IOException {
    try {
      UnixConnection connection = listener.accept();
      if (connection == null) {
        listener.close();
        throw new ClosedChannelException();
      }
      return new DescriptorTransport(connection, readiness, hangUps);
    } catch (SyscallException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What was accepted goes on. */
  @Override
  public void close() {
    listener.stop();
  }
}
