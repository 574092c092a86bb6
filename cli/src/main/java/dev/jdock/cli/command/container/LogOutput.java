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

  private final OutputStream out;
  private final OutputStream err;
  private final BiFunction<Instant, SortedMap<String, String>, String> prefix;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private OutputStream target;

  /**
   * @param err the same object as {@code out} where both are the same pipe: their order is kept
   */
  LogOutput(
      OutputStream out,
      OutputStream err,
      BiFunction<Instant, SortedMap<String, String>, String> prefix) {
    this.out = out;
    this.err = err;
    this.prefix = prefix;
    this.target = out;
  }

  @Override
  public void accept(Instant time, boolean standardError, byte[] entry) {
    accept(time, standardError, entry, new TreeMap<>());
  }

  @Override
  public void accept(
      Instant time, boolean standardError, byte[] entry, SortedMap<String, String> attributes) {
    byte[] start = prefix.apply(time, attributes).getBytes(StandardCharsets.UTF_8);
    OutputStream wanted = standardError ? err : out;
    if (wanted != target || waiting.size() + start.length + entry.length > MOST) {
      caughtUp();
    }
    target = wanted;
    waiting.writeBytes(start);
    waiting.writeBytes(entry);
  }

  /** One write: the two streams may be the same terminal, and other logs may go there. */
  @Override
  public void caughtUp() {
    if (waiting.size() == 0) {
      return;
    }
    synchronized (target) {
      try {
        target.write(waiting.toByteArray());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    waiting.reset();
  }
}
