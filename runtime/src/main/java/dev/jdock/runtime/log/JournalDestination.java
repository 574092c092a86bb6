package dev.jdock.runtime.log;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.socket.UnixDatagrams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * systemd's journal, by its native protocol (systemd's JOURNAL_NATIVE_PROTOCOL), with the fields
 * that Docker gives.
 */
final class JournalDestination implements LogDestination {
  static final Path SOCKET = Path.of("/run/systemd/journal/socket");

  private static final long PATIENCE_MILLIS = 500;
  private static final String ERROR = "3";
  private static final String INFORMATION = "6";

  private final Path socket;
  private final Map<String, String> fields;
  private final AtomicBoolean given = new AtomicBoolean();
  private @Nullable UnixDatagrams connection;
  private long ordinal;

  private JournalDestination(Path socket, Map<String, String> fields) {
    this.socket = socket;
    this.fields = fields;
  }

  /**
   * @param connects whether the journal must be running now
   * @throws IOException when it is not
   * @throws IllegalArgumentException for a tag whose template fails
   */
  static JournalDestination of(LogSubject subject, Path socket, boolean connects)
      throws IOException {
    JournalDestination journal = new JournalDestination(socket, fields(subject));
    if (connects) {
      try {
        journal.connection = UnixDatagrams.connect(socket, PATIENCE_MILLIS);
      } catch (SyscallException e) {
        throw new IOException("journald is not enabled on this host", e);
      }
    }
    return journal;
  }

  private static Map<String, String> fields(LogSubject subject) {
    String tag = subject.tag(LogSubject.SHORT_ID_TAG);
    Map<String, String> fields = new TreeMap<>();
    fields.put("CONTAINER_ID", subject.shortId());
    fields.put("CONTAINER_ID_FULL", subject.id());
    fields.put("CONTAINER_NAME", subject.name());
    fields.put("CONTAINER_TAG", tag);
    fields.put("IMAGE_NAME", subject.imageName());
    fields.put("SYSLOG_IDENTIFIER", tag);
    fields.put("CONTAINER_LOG_EPOCH", RandomId.next());
    fields.putAll(subject.attributes(JournalDestination::fieldName));
    fields.remove("");
    return fields;
  }

  /** Capitals, digits and underscores, no underscore first. */
  static String fieldName(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_").replaceFirst("^_+", "");
  }

  @Override
  public void send(LogLine line) throws IOException {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("SYSLOG_TIMESTAMP", timestamp(line.time()));
    all.put("CONTAINER_LOG_ORDINAL", Long.toString(++ordinal));
    LogLine.Part part = line.part();
    if (part != null) {
      all.put("CONTAINER_PARTIAL_ID", part.id());
      all.put("CONTAINER_PARTIAL_ORDINAL", Integer.toString(part.ordinal()));
      all.put("CONTAINER_PARTIAL_LAST", Boolean.toString(part.last()));
      if (!part.last()) {
        all.put("CONTAINER_PARTIAL_MESSAGE", "true");
      }
    }
    ByteArrayOutputStream datagram = new ByteArrayOutputStream();
    field(datagram, "PRIORITY", utf8(line.standardError() ? ERROR : INFORMATION));
    field(datagram, "MESSAGE", line.text());
    all.forEach((name, value) -> field(datagram, name, utf8(value)));
    deliver(datagram.toByteArray());
  }

  private static String timestamp(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(ZoneId.systemDefault()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** {@code NAME=value}, or for a value with line breaks the name, its length and the value. */
  private static void field(ByteArrayOutputStream datagram, String name, byte[] value) {
    datagram.writeBytes(utf8(name));
    if (contains(value, '\n')) {
      datagram.write('\n');
      datagram.writeBytes(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(value.length)
              .array());
    } else {
      datagram.write('=');
    }
    datagram.writeBytes(value);
    datagram.write('\n');
  }

  private static boolean contains(byte[] bytes, char wanted) {
    for (byte each : bytes) {
      if (each == wanted) {
        return true;
      }
    }
    return false;
  }

  /** A journal that was started anew is another listener at the same place. */
  private void deliver(byte[] datagram) throws IOException {
    if (connection != null) {
      try {
        attempt(connection, datagram);
        return;
      } catch (SyscallException e) {
        drop();
      }
    }
    try {
      UnixDatagrams made = UnixDatagrams.connect(socket, PATIENCE_MILLIS);
      connection = made;
      attempt(made, datagram);
    } catch (SyscallException e) {
      drop();
      throw new IOException("cannot write to the journal: " + e.reason(), e);
    }
  }

  private void attempt(UnixDatagrams journal, byte[] datagram) throws IOException {
    try {
      while (!journal.send(datagram)) {
        goOn();
      }
    } catch (SyscallException e) {
      if (e.errno() != Errno.EMSGSIZE) {
        throw e;
      }
      attemptAsFile(journal, datagram);
    }
  }

  /** What is too long for a datagram goes as a file without a name. */
  private void attemptAsFile(UnixDatagrams journal, byte[] content) throws IOException {
    Path path = Path.of("/dev/shm/jdock-journal-" + RandomId.next());
    try (Fd file = Fd.open(path, Fd.O_RDWR | Fd.O_CREAT | Fd.O_EXCL, 0600)) {
      Files.delete(path);
      file.writeFully(content);
      while (!journal.send(file)) {
        goOn();
      }
    }
  }

  private void goOn() throws IOException {
    if (given.get()) {
      throw new IOException("the journal does not take the log");
    }
  }

  private void drop() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /** The thread that sends sees it within {@link #PATIENCE_MILLIS}. */
  @Override
  public void giveUp() {
    given.set(true);
  }

  @Override
  public void close() {
    drop();
  }
}
