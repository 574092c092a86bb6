package dev.jdock.cli.command.container;

import dev.jdock.runtime.engine.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Entries on their way to the user, written together: a reader that leaves once it has seen enough
 * has then mostly got all of them, and no write fails because of it.
 */
final class LogOutput implements LogSink {
  /** As much as an empty pipe takes at once. */
  private static final int MOST = 64 << 10;

  private final Waiting out;
  private final Waiting err;
  private final BiFunction<Instant, SortedMap<String, String>, String> prefix;

  /**
   * @param err the same object as {@code out} where both are the same file: their order is kept
   */
  LogOutput(
      OutputStream out,
      OutputStream err,
      BiFunction<Instant, SortedMap<String, String>, String> prefix) {
    this.out = new Waiting(out, new ByteArrayOutputStream());
    this.err = err.equals(out) ? this.out : new Waiting(err, new ByteArrayOutputStream());
    this.prefix = prefix;
  }

  /** Entries for one of the user's streams. */
  private record Waiting(OutputStream target, ByteArrayOutputStream entries) {
    void add(byte[] start, byte[] entry) {
      if (entries.size() + start.length + entry.length > MOST) {
        write();
      }
      entries.writeBytes(start);
      entries.writeBytes(entry);
    }

    /** Other logs may go there, too. */
    void write() {
      if (entries.size() == 0) {
        return;
      }
      synchronized (target) {
        try {
          target.write(entries.toByteArray());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      entries.reset();
    }
  }

  @Override
  public void accept(Instant time, boolean standardError, byte[] entry) {
    accept(time, standardError, entry, new TreeMap<>());
  }

  @Override
  public void accept(
      Instant time, boolean standardError, byte[] entry, SortedMap<String, String> attributes) {
    byte[] start = prefix.apply(time, attributes).getBytes(StandardCharsets.UTF_8);
    (standardError ? err : out).add(start, entry);
  }

  @Override
  public void caughtUp() {
    out.write();
    err.write();
  }
}
