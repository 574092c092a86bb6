package dev.jdock.runtime.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A syslog, on this machine or another one. */
final class SyslogDestination implements LogDestination {
  private static final int ERROR = 3;
  private static final int INFORMATION = 6;

  private final SyslogOptions options;
  private final String tag;
  private final String host = hostName();
  private volatile @Nullable SyslogConnection connection;
  private volatile boolean givenUp;

  private SyslogDestination(SyslogOptions options, String tag) {
    this.options = options;
    this.tag = tag;
  }

  /**
   * @param connects whether it must be reachable now
   * @throws IOException in Go's words, when it is not
   * @throws IllegalArgumentException for a tag whose template fails
   */
  static SyslogDestination of(LogSubject subject, boolean connects) throws IOException {
    SyslogDestination syslog =
        new SyslogDestination(
            SyslogOptions.of(subject.options()), subject.tag(LogSubject.SHORT_ID_TAG));
    if (connects) {
      syslog.options.requireSocket();
      syslog.connection = SyslogConnection.open(syslog.options);
    }
    return syslog;
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  @Override
  public void send(LogLine line) throws IOException {
    if (line.text().length == 0) {
      return;
    }
    byte[] message = message(line);
    SyslogConnection current = connection;
    if (current != null) {
      try {
        current.write(message);
        return;
      } catch (IOException e) {
        close();
      }
    }
    if (givenUp) {
      throw new IOException("the syslog does not take the log");
    }
    SyslogConnection made = SyslogConnection.open(options);
    connection = made;
    made.write(message);
  }

  private byte[] message(LogLine line) {
    int priority = options.facility() | (line.standardError() ? ERROR : INFORMATION);
    ByteArrayOutputStream message = new ByteArrayOutputStream(line.text().length + 128);
    message.writeBytes(
        options
            .format()
            .header(priority, line.time(), host, tag, ProcessHandle.current().pid())
            .getBytes(StandardCharsets.UTF_8));
    message.writeBytes(line.text());
    message.write('\n');
    boolean tls = options.address() instanceof SyslogOptions.Address.Tcp tcp && tcp.tls();
    if (!tls || !options.format().counted()) {
      return message.toByteArray();
    }
    ByteArrayOutputStream counted = new ByteArrayOutputStream(message.size() + 8);
    counted.writeBytes((message.size() + " ").getBytes(StandardCharsets.US_ASCII));
    counted.writeBytes(message.toByteArray());
    return counted.toByteArray();
  }

  @Override
  public void giveUp() {
    givenUp = true;
    SyslogConnection current = connection;
    if (current != null) {
      current.interrupt();
    }
  }

  @Override
  public void close() {
    SyslogConnection current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }
}
