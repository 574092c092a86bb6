package dev.jdock.api.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection of a client, over whatever socket. */
public interface Transport extends Closeable {
  /** Read by one thread at a time, while another one may write. */
  InputStream in();

  /** Not buffered. */
  OutputStream out();

  /** Tells the client that nothing more will come; what it sends can still be read. */
  void shutdownOutput() throws IOException;

  /** Wakes whoever reads, who finds the end. */
  void shutdownInput() throws IOException;

  /** Who is at the other end: the user of the process that has connected. */
  String peer();

  /** Whether the socket can be reached from other machines, so that names and origins matter. */
  boolean isRemote();
}
