package dev.jdock.api.socket;

import dev.jdock.api.http.Transport;
import dev.jdock.linux.socket.HangUps;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * A connection over tcp, with TLS 1.3: in older versions a side cannot end what it sends alone (RFC
 * 8446, section 6.1), which Docker's clients do.
 */
final class TlsTransport implements Transport {
  private final SocketChannel channel;
  private final SSLSocket socket;
  private final ServerNames names;
  private final InputStream in;
  private final OutputStream out;
  private volatile boolean inputEnded;

  TlsTransport(SocketChannel channel, TlsIdentity identity) throws IOException {
    this.channel = channel;
    this.names = identity.names();
    this.socket =
        (SSLSocket)
            identity.context().getSocketFactory().createSocket(channel.socket(), null, true);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(true);
    socket.setEnabledProtocols(new String[] {"TLSv1.3"});
    this.in = new Input(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** The handshake, with the client's certificate in it. */
  @Override
  public void open() throws IOException {
    socket.startHandshake();
  }

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
    socket.shutdownOutput();
  }

  /** Below TLS, whose own way waits for the client. */
  @Override
  public void shutdownInput() throws IOException {
    inputEnded = true;
    channel.shutdownInput();
  }

  /** The end of a connection over tcp is not to be told from that of what is sent. */
  @Override
  public HangUps.Watch onHangUp(Runnable gone) {
    return () -> {};
  }

  @Override
  public String peer() {
    try {
      return socket.getSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "somebody";
    }
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public boolean isNamed(String host) {
    return names.has(host);
  }

  /** Below TLS: a client that reads nothing must not hold up whoever ends its connection. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** What ends because this side has ended it is no failure. */
  private final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        if (inputEnded) {
          return -1;
        }
        throw e;
      }
    }
  }
}
