package dev.jdock.runtime.log;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.socket.UnixDatagrams;
import java.io.IOException;
import java.nio.file.Path;

/** A syslog that takes datagrams at a path, as {@code /dev/log} does. */
final class SyslogDatagrams implements SyslogConnection {
  private static final long PATIENCE_MILLIS = 500;

  private final UnixDatagrams socket;
  private volatile boolean interrupted;

  private SyslogDatagrams(UnixDatagrams socket) {
    this.socket = socket;
  }

  static SyslogDatagrams open(Path path) throws IOException {
    try {
      return new SyslogDatagrams(UnixDatagrams.connect(path, PATIENCE_MILLIS));
    } catch (SyscallException e) {
      throw new IOException("dial unixgram " + path + ": connect: " + e.reason(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("dial unixgram " + path + ": connect: invalid argument", e);
    }
  }

  @Override
  public void write(byte[] message) throws IOException {
    try {
      while (!socket.send(message)) {
        if (interrupted) {
          throw new IOException("the syslog does not take the log");
        }
      }
    } catch (SyscallException e) {
      throw new IOException("write unixgram: " + e.reason(), e);
    }
  }

  @Override
  public void interrupt() {
    interrupted = true;
  }

  @Override
  public void close() {
    socket.close();
  }
}
