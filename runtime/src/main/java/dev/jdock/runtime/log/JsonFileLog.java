package dev.jdock.runtime.log;

import dev.jdock.linux.SyscallException;
import dev.jdock.runtime.engine.LogSink;
import dev.jdock.runtime.io.OutputPump;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container's log in the form of Docker's json-file driver: a line {@code
 * {"log":…,"stream":…,"time":…}} for every entry, written once and never changed.
 */
public final class JsonFileLog implements AutoCloseable {
  /** So much is written at once. */
  private static final int BATCH = 256 << 10;

  private final Path file;
  private final Clock clock;
  private final LogPolicy policy;
  private final LogFiles files;
  private final LogFile out;
  private @Nullable LogCursor cursor;
  private long stdout;
  private long stderr;
  private boolean closed;
  private long entries;

  private JsonFileLog(Path file, Clock clock, LogPolicy policy) throws IOException {
    this.file = file;
    this.clock = clock;
    this.policy = policy;
    this.files = new LogFiles(file);
    this.out = new LogFile(file, policy, files);
  }

  /** Opens the log for appending. */
  public static JsonFileLog open(Path file, Clock clock) {
    return open(file, clock, LogPolicy.EVERYTHING);
  }

  /** Opens the log for appending; rotated files are kept according to the policy. */
  public static JsonFileLog open(Path file, Clock clock, LogPolicy policy) {
    try {
      return new JsonFileLog(file, clock, policy);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the log " + file, e);
    }
  }

  /**
   * Keeps track of how far it has got from now on, after taking away what an engine that was killed
   * has written beyond that.
   *
   * @param progress closed with the log
   * @param stdoutFrom where its receiver's first byte is
   */
  public synchronized void track(LogCursor progress, long stdoutFrom, long stderrFrom) {
    if (progress.position().inode() == out.inode()) {
      out.cut(progress.position().size());
    }
    cursor = progress;
    stdout = stdoutFrom;
    stderr = stderrFrom;
    saveProgress();
  }

  /** The receiver that writes one of the container's streams into the log. */
  public OutputPump.Receiver receiver(boolean standardError) {
    return new Intake(standardError);
  }

  /** One stream, cut into entries. What waits for the rest of its line counts as not logged yet. */
  private final class Intake implements OutputPump.Receiver {
    private final boolean standardError;
    private byte[] pending = new byte[0];
    private int pendingLength;

    Intake(boolean standardError) {
      this.standardError = standardError;
    }

    @Override
    public boolean receive(byte[] bytes, int length) {
      synchronized (JsonFileLog.this) {
        if (!closed) {
          split(bytes, length);
        }
      }
      return true;
    }

    private void split(byte[] bytes, int length) {
      EntryBatch batch = batch(2 * length);
      int start = 0;
      for (int i = 0; i < length; i++) {
        if (bytes[i] == '\n' || pendingLength + i + 1 - start >= LineSplitter.MAX_ENTRY) {
          add(batch, bytes, start, i + 1);
          start = i + 1;
        }
      }
      if (pendingLength + length - start > pending.length) {
        pending = Arrays.copyOf(pending, LineSplitter.MAX_ENTRY);
      }
      System.arraycopy(bytes, start, pending, pendingLength, length - start);
      pendingLength += length - start;
      write(batch);
    }

    private EntryBatch batch(int expected) {
      return new EntryBatch(
          standardError, policy.attributes(), clock.instant(), Math.min(expected, BATCH));
    }

    private void add(EntryBatch batch, byte[] bytes, int from, int to) {
      if (out.isFull(batch.length())) {
        write(batch);
        rotate();
      } else if (batch.length() >= BATCH) {
        write(batch);
      }
      batch.add(pending, pendingLength, bytes, from, to);
      reached(standardError, pendingLength + to - from);
      pendingLength = 0;
    }

    @Override
    public void ended() {
      synchronized (JsonFileLog.this) {
        if (!closed && pendingLength > 0) {
          EntryBatch batch = batch(pendingLength);
          add(batch, pending, 0, 0);
          write(batch);
        }
      }
    }
  }

  private void reached(boolean standardError, int bytes) {
    if (standardError) {
      stderr += bytes;
    } else {
      stdout += bytes;
    }
  }

  /** The entries first: what the cursor does not know of comes again. */
  private void write(EntryBatch batch) {
    if (batch.length() > 0) {
      out.append(batch.bytes(), batch.length());
      batch.clear();
      saveProgress();
      entries++;
      notifyAll();
    }
  }

  private void rotate() {
    out.rotate();
    saveProgress();
  }

  private void saveProgress() {
    if (cursor == null) {
      return;
    }
    try {
      cursor.save(new LogCursor.Position(stdout, stderr, out.size(), out.inode()));
    } catch (SyscallException failing) {
      // The container goes on; only a killed engine's successor would miss it.
      return;
    }
  }

  /** Nothing is written any more; followers return. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      out.close();
      if (cursor != null) {
        cursor.close();
      }
      notifyAll();
    }
  }

  /**
   * Reads a log, and follows it if the query says so, until the log is closed or the query's end is
   * reached. The file stays open meanwhile: it may be removed with its container.
   */
  public void read(LogQuery query, LogSink sink) throws InterruptedException {
    List<InputStream> older = List.of();
    RandomAccessFile access = null;
    try {
      int rotated;
      long seen;
      synchronized (this) {
        older = files.openOlder();
        access = new RandomAccessFile(file.toFile(), "r");
        rotated = out.rotations();
        seen = entries();
      }
      long position =
          LogEntries.readFrom(access, query, LogEntries.begin(older, access, query, sink), sink);
      sink.caughtUp();
      while (query.follow() && awaitMore(seen, query.until())) {
        int now;
        synchronized (this) {
          now = out.rotations();
          seen = entries();
        }
        // What was rotated away is complete by now, and still open here.
        position = LogEntries.readFrom(access, query, position, sink);
        if (now != rotated) {
          access.close();
          List<InputStream> missed;
          synchronized (this) {
            missed = openMissed(out.rotations() - rotated);
            access = new RandomAccessFile(file.toFile(), "r");
            rotated = out.rotations();
            // What is in it already is not to be waited for.
            seen = entries() - 1;
          }
          LogEntries.readAll(missed, query, sink);
          position = 0;
        }
        sink.caughtUp();
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    } finally {
      close(older, access);
    }
  }

  /** Files that were begun and rotated while another one was being read, oldest first. */
  private List<InputStream> openMissed(int count) throws IOException {
    List<InputStream> missed = new ArrayList<>();
    for (int number = count - 1; number > 0; number--) {
      InputStream in = files.openOlder(number);
      if (in != null) {
        missed.add(in);
      }
    }
    return missed;
  }

  private static void close(List<InputStream> older, @Nullable RandomAccessFile access) {
    try {
      for (InputStream in : older) {
        in.close();
      }
      if (access != null) {
        access.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the log of a container that does not run. */
  public static void readEnded(Path file, LogQuery query, LogSink sink) {
    List<InputStream> older = List.of();
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      older = new LogFiles(file).openOlder();
      long _ =
          LogEntries.readFrom(access, query, LogEntries.begin(older, access, query, sink), sink);
      sink.caughtUp();
    } catch (FileNotFoundException neverStarted) {
      return;
    } catch (IOException e) {
      throw unreadable(file, e);
    } finally {
      close(older, null);
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
}
