package dev.jdock.runtime.log;

import dev.jdock.runtime.log.SyslogOptions.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An open way to a syslog. One thread writes and closes. */
sealed interface SyslogConnection permits SyslogDatagrams, SyslogStream, SyslogUdp {

  /** A whole message. */
  void write(byte[] message) throws IOException;

  /** May be called by any thread; a write that is in progress fails soon. */
  void interrupt();

  void close();

  /**
   * @throws IOException in Go's words
   */
  static SyslogConnection open(SyslogOptions options) throws IOException {
    return switch (options.address()) {
      case null -> ofThisMachine();
      case Address.Local(boolean datagrams, Path path) ->
          datagrams ? SyslogDatagrams.open(path) : SyslogStream.open(path);
      case Address.Udp(String host, int port) -> SyslogUdp.open(host, port);
      case Address.Tcp tcp -> SyslogStream.open(tcp, options.certificates());
    };
  }

  private static SyslogConnection ofThisMachine() throws IOException {
    for (String path : List.of("/dev/log", "/var/run/syslog", "/var/run/log")) {
      try {
        return SyslogDatagrams.open(Path.of(path));
      } catch (IOException noDatagrams) {
        try {
          return SyslogStream.open(Path.of(path));
        } catch (IOException neither) {
          // The next one, then.
        }
      }
    }
    throw new IOException("Unix syslog delivery error");
  }
}
