package dev.jdock.image.transfer;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that one thread appends to while another reads it from its beginning, waiting for more at
 * its present end. What has been written stays in the page cache, so reading it costs a copy only.
 */
final class GrowingFile implements AutoCloseable {
  private final Path file;
  // Not a FileChannel: those are closed when a thread that uses them is interrupted.
  private final FileOutputStream out;
  private long length;
  private boolean complete;
  private @Nullable Throwable failure;

  /**
   * @param length bytes that are there already and are kept
   */
  GrowingFile(Path file, long length) throws IOException {
    this.file = file;
    this.length = length;
    this.out = new FileOutputStream(file.toFile(), length > 0);
  }

  void append(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
    synchronized (this) {
      length += count;
      notifyAll();
    }
  }

  /** The present end becomes the end of the file for its readers. */
  synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /** Makes all reads fail, also of what was written before. */
  synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  /** Ends the writing. */
  @Override
  public void close() throws IOException {
    out.close();
  }

  /** Blocks until there is more than {@code position}; what can be read then, 0 at the end. */
  private synchronized long await(long position) throws IOException {
    try {
      while (failure == null && !complete && length <= position) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (failure != null) {
      throw new IOException("the download has failed", failure);
    }
    return length - position;
  }

  /** From the beginning; the caller closes it. */
  InputStream read() throws IOException {
    return new Reader(new FileInputStream(file.toFile()));
  }

  private final class Reader extends InputStream {
    private final FileInputStream in;
    private long position;

    Reader(FileInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      long there = await(position);
      if (there == 0) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(count, there));
      position += Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
