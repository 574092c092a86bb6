package dev.jdock.runtime.log;

import dev.jdock.runtime.engine.LogSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads the entries of json-file logs. */
final class LogEntries {
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
        for (LineReader reader = new LineReader(in); reader.next(); ) {
          last.addLast(reader.line());
          if (last.size() > missing) {
            last.removeFirst();
          }
        }
      }
    }
    EntryDecoder decoder = new EntryDecoder();
    last.forEach(line -> give(decoder.decode(line, 0, line.length), query, sink));
    return start;
  }

  private static int lines(RandomAccessFile access) throws IOException {
    access.seek(0);
    LineReader reader = new LineReader(Channels.newInputStream(access.getChannel()));
    int count = 0;
    while (reader.next()) {
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
    EntryDecoder decoder = new EntryDecoder();
    long read = 0;
    for (LineReader line = new LineReader(stream); line.next(); ) {
      read += line.length();
      give(decoder.decode(line.bytes(), line.offset(), line.length()), query, sink);
    }
    return read;
  }

  private static void give(Optional<LogEntry> entry, LogQuery query, LogSink sink) {
    if (entry.isPresent() && matches(query, entry.get())) {
      LogEntry found = entry.get();
      sink.accept(found.standardError(), EntryPrefix.of(query, found));
    }
  }

  private static boolean matches(LogQuery query, LogEntry entry) {
    return (entry.standardError() ? query.stderr() : query.stdout())
        && (query.since() == null || !entry.time().isBefore(query.since()))
        && (query.until() == null || !entry.time().isAfter(query.until()));
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
