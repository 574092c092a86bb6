package dev.jdock.api.http;

import dev.jdock.linux.socket.HangUps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection on which no HTTP is spoken any more. */
public final class Takeover {
  private final Inbound inbound;
  private final Transport transport;

  Takeover(Inbound inbound, Transport transport) {
    this.inbound = inbound;
    this.transport = transport;
  }

  /**
   * What the client sends, beginning with what came right behind its request. Closing it wakes a
   * reader.
   */
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return inbound.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return inbound.read(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        transport.shutdownInput();
      }
    };
  }

  /** Not buffered. */
  public OutputStream out() {
    return transport.out();
  }

  /** Who is at the other end: calls and sessions of others are none of theirs. */
  public String peer() {
    return transport.peer();
  }

  /** Interrupts the calling thread when the client is gone altogether, until it is closed. */
  public HangUps.Watch interruptOnHangUp() throws IOException {
    return transport.onHangUp(Thread.currentThread()::interrupt);
  }

  /** Tells the client that there is no more. */
  public void endOutput() throws IOException {
    transport.shutdownOutput();
  }
}
