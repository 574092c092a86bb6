package dev.jdock.runtime.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jdock.runtime.engine.LogQuery;
import dev.jdock.runtime.engine.LogSink;
import dev.jdock.runtime.io.OutputPump;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container's log in the form of Docker's json-file driver: a line {@code
 * {"log":…,"stream":…,"time":…}} for every entry, written once and never changed.
 */
public final class JsonFileLog implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BLOCK = 64 << 10;

  private final Path file;
  private final Clock clock;
  private final OutputStream out;
  private boolean closed;
  private long entries;

  /** Whether the file ends in the beginning of an entry, by a full disk or a crash. */
  private boolean cutOff;

  private JsonFileLog(Path file, Clock clock, OutputStream out, boolean cutOff) {
    this.cutOff = cutOff;
    this.file = file;
    this.clock = clock;
    this.out = out;
  }

  /** Opens the log for appending. */
  public static JsonFileLog open(Path file, Clock clock) {
    try {
      return new JsonFileLog(
          file,
          clock,
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          endsInTheMiddle(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the log " + file, e);
    }
  }

  private static boolean endsInTheMiddle(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      if (access.length() == 0) {
        return false;
      }
      access.seek(access.length() - 1);
      return access.read() != '\n';
    }
  }

  /** What writes one of the container's streams into the log. */
  public OutputPump.Receiver receiver(boolean standardError) {
    return new LineSplitter(bytes -> append(new LogEntry(clock.instant(), standardError, bytes)));
  }

  /** A full disk loses log entries, not the container. */
  private synchronized void append(LogEntry entry) {
    if (closed) {
      return;
    }
    try {
      if (cutOff) {
        out.write('\n');
      }
      cutOff = true;
      out.write(encode(entry));
      cutOff = false;
    } catch (IOException full) {
      return;
    }
    entries++;
    notifyAll();
  }

  private static byte[] encode(LogEntry entry) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(entry.bytes().length + 96);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("log", new String(entry.bytes(), StandardCharsets.UTF_8));
      json.writeStringField("stream", entry.standardError() ? "stderr" : "stdout");
      json.writeStringField("time", entry.time().toString());
      json.writeEndObject();
    }
    line.write('\n');
    return line.toByteArray();
  }

  /** Nothing is written any more; followers return. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        out.close();
      } catch (IOException e) {
        // Everything was handed to the kernel entry by entry.
      } finally {
        notifyAll();
      }
    }
  }

  /**
   * Reads a log, and follows it if asked to, until it is closed or the query's time is over. The
   * file stays open meanwhile: it may be removed with its container.
   */
  public void read(LogQuery query, LogSink sink) throws InterruptedException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      long seen = entries();
      long position = readFrom(access, query, startOf(access, query.tail()), sink);
      while (query.follow() && awaitMore(seen, query.until())) {
        seen = entries();
        position = readFrom(access, query, position, sink);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Reads the log of a container that does not run. */
  public static void readEnded(Path file, LogQuery query, LogSink sink) {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      readFrom(access, query, startOf(access, query.tail()), sink);
    } catch (FileNotFoundException neverStarted) {
      return;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    return new UncheckedIOException("cannot read the log " + file, e);
  }

  private synchronized long entries() {
    return closed ? entries + 1 : entries;
  }

  /** Waits for entries after those counted; false when none will come in time. */
  private synchronized boolean awaitMore(long seen, @Nullable Instant until)
      throws InterruptedException {
    while (entries() == seen) {
      if (closed) {
        return false;
      }
      long millis = until == null ? 0 : Duration.between(clock.instant(), until).toMillis() + 1;
      if (until != null && millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /**
   * Gives entries from {@code position} on to the sink; returns the position after the last one.
   */
  private static long readFrom(RandomAccessFile access, LogQuery query, long position, LogSink sink)
      throws IOException {
    access.seek(position);
    BufferedInputStream in =
        new BufferedInputStream(Channels.newInputStream(access.getChannel()), BLOCK);
    long read = position;
    for (byte[] line; (line = wholeLine(in)) != null; ) {
      read += line.length;
      Optional<LogEntry> entry = decode(line);
      if (entry.isPresent() && matches(query, entry.get())) {
        LogEntry found = entry.get();
        sink.accept(found.time(), found.standardError(), found.bytes());
      }
    }
    return read;
  }

  private static byte @Nullable [] wholeLine(BufferedInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (int b; (b = in.read()) >= 0; ) {
      line.write(b);
      if (b == '\n') {
        return line.toByteArray();
      }
    }
    return null;
  }

  private static boolean matches(LogQuery query, LogEntry entry) {
    return (entry.standardError() ? query.stderr() : query.stdout())
        && (query.since() == null || !entry.time().isBefore(query.since()))
        && (query.until() == null || !entry.time().isAfter(query.until()));
  }

  /** Empty for a line that a crash has cut off. */
  private static Optional<LogEntry> decode(byte[] line) {
    String log = "";
    String stream = "";
    String time = "";
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        String value = json.nextTextValue();
        switch (field) {
          case "log" -> log = value == null ? "" : value;
          case "stream" -> stream = value == null ? "" : value;
          case "time" -> time = value == null ? "" : value;
          default -> json.skipChildren();
        }
      }
      return Optional.of(
          new LogEntry(
              Instant.parse(time), "stderr".equals(stream), log.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Where the last {@code tail} entries begin; 0 for all of them when it is negative. */
  private static long startOf(RandomAccessFile access, int tail) throws IOException {
    if (tail < 0) {
      return 0;
    }
    long end = access.length();
    int newlines = 0;
    byte[] block = new byte[BLOCK];
    while (end > 0) {
      int length = (int) Math.min(BLOCK, end);
      access.seek(end - length);
      access.readFully(block, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        if (block[i] == '\n' && newlines++ == tail) {
          return end - length + i + 1;
        }
      }
      end -= length;
    }
    return 0;
  }
}
