package dev.jdock.cli.command.container;

import dev.jdock.runtime.engine.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Entries on their way to the user, written together: a reader that leaves once it has seen enough
 * has then mostly got all of them, and no write fails because of it.
 */
final class LogOutput implements LogSink {
  /** As much as an empty pipe takes at once. */
  private static final int MOST = 64 << 10;

  private final Waiting out;
  private final Waiting err;
  private final byte[] name;

  /**
   * Prepares the way.
   *
   * @param err the same object as {@code out} where both are the same file: their order is kept
   * @param name before each entry
   */
  LogOutput(OutputStream out, OutputStream err, String name) {
    this.out = new Waiting(out, new ByteArrayOutputStream());
    this.err = err.equals(out) ? this.out : new Waiting(err, new ByteArrayOutputStream());
    this.name = name.getBytes(StandardCharsets.UTF_8);
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
  public void accept(boolean standardError, byte[] entry) {
    (standardError ? err : out).add(name, entry);
  }

  @Override
  public void caughtUp() {
    out.write();
    err.write();
  }
}
