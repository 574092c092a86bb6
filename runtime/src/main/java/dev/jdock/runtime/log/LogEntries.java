package dev.jdock.runtime.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jdock.runtime.engine.LogSink;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the entries of json-file logs. */
final class LogEntries {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BLOCK = 64 << 10;

  private LogEntries() {}

  /** Without the lock: a slow reader does not block writers. */
  static void readAll(List<InputStream> files, LogQuery query, LogSink sink) throws IOException {
    for (InputStream in : files) {
      try (in) {
        long _ = readAll(in, query, sink);
      }
    }
  }

  /**
   * Delivers the entries of rotated files that the query selects, and returns where to continue in
   * the current one.
   */
  static long begin(List<InputStream> older, RandomAccessFile access, LogQuery query, LogSink sink)
      throws IOException {
    if (query.tail() < 0) {
      for (InputStream in : older) {
        long _ = readAll(in, query, sink);
      }
      return 0;
    }
    long start = startOf(access, query.tail());
    int missing = start > 0 ? 0 : query.tail() - lines(access);
    Deque<byte[]> last = new ArrayDeque<>();
    if (missing > 0) {
      for (InputStream in : older) {
        BufferedInputStream buffered = new BufferedInputStream(in, BLOCK);
        for (byte[] line; (line = wholeLine(buffered)) != null; ) {
          last.addLast(line);
          if (last.size() > missing) {
            last.removeFirst();
          }
        }
      }
    }
    last.forEach(line -> give(line, query, sink));
    return start;
  }

  private static int lines(RandomAccessFile access) throws IOException {
    access.seek(0);
    BufferedInputStream in =
        new BufferedInputStream(Channels.newInputStream(access.getChannel()), BLOCK);
    int count = 0;
    while (wholeLine(in) != null) {
      count++;
    }
    return count;
  }

  /**
   * Gives entries from {@code position} on to the sink; returns the position after the last one.
   */
  static long readFrom(RandomAccessFile access, LogQuery query, long position, LogSink sink)
      throws IOException {
    access.seek(position);
    return position + readAll(Channels.newInputStream(access.getChannel()), query, sink);
  }

  /** Gives all entries to the sink; returns their length. */
  private static long readAll(InputStream stream, LogQuery query, LogSink sink) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream, BLOCK);
    long read = 0;
    for (byte[] line; (line = wholeLine(in)) != null; ) {
      read += line.length;
      give(line, query, sink);
    }
    return read;
  }

  private static void give(byte[] line, LogQuery query, LogSink sink) {
    Optional<LogEntry> entry = decode(line);
    if (entry.isPresent() && matches(query, entry.get())) {
      LogEntry found = entry.get();
      sink.accept(found.standardError(), EntryPrefix.of(query, found));
    }
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
    SortedMap<String, String> attributes = new TreeMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        String value = json.nextTextValue();
        if (json.currentToken() == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            attributes.put(json.currentName(), String.valueOf(json.nextTextValue()));
          }
          continue;
        }
        switch (field) {
          case "log" -> log = value == null ? "" : value;
          case "stream" -> stream = value == null ? "" : value;
          case "time" -> time = value == null ? "" : value;
          default -> json.skipChildren();
        }
      }
      return Optional.of(
          new LogEntry(
              Instant.parse(time),
              "stderr".equals(stream),
              log.getBytes(StandardCharsets.UTF_8),
              attributes));
    } catch (IOException | DateTimeException e) {
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
