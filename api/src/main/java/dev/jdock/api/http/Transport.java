package dev.jdock.api.http;

import dev.jdock.linux.socket.HangUps;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection of a client, over whatever socket. */
public interface Transport extends Closeable {
  /** What has to be done before anything is read; may wait for the client. */
  void open() throws IOException;

  /** Read by one thread at a time, while another one may write. */
  InputStream in();

  /** Not buffered. */
  OutputStream out();

  /** Tells the client that nothing more will come; what it sends can still be read. */
  void shutdownOutput() throws IOException;

  /** Wakes whoever reads, who finds the end. */
  void shutdownInput() throws IOException;

  /**
   * Calls {@code gone} once the client is gone altogether, where the socket can tell that from the
   * end of what the client sends.
   *
   * @param gone must not block
   */
  HangUps.Watch onHangUp(Runnable gone) throws IOException;

  /** Who is at the other end: the user of the process that has connected. */
  String peer();

  /** Whether the socket can be reached from other machines, so that names and origins matter. */
  boolean isRemote();

  /**
   * Whether this machine is known by a name to its clients.
   *
   * @param host a name without a port
   */
  boolean isNamed(String host);
}
