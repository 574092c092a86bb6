package dev.jdock.linux.stream;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.nio.file.Path;

/**
 * A file that a pipe's content is moved to. splice(2) writes to the file and takes out of the pipe
 * with the pipe locked, and a signal, SIGKILL included, ends it only between the two for nothing or
 * after both for a part: every byte is either in the pipe or in the file. The file's size counts
 * what has ever been moved; what is needed no more becomes a hole.
 */
public final class SpoolFile implements AutoCloseable {
  private static final int SPLICE_F_NONBLOCK = 2;
  private static final int KEEP_SIZE = 1;
  private static final int PUNCH_HOLE = 2;
  private static final int PAGE = 4096;

  private final Fd file;
  private long size;

  private SpoolFile(Fd file) {
    this.file = file;
    this.size = file.seekEnd();
  }

  /** Opens the file, or makes an empty one. */
  public static SpoolFile open(Path path) {
    Fd file = Fd.open(path, Fd.O_RDWR | Fd.O_CREAT, 0600);
    try {
      return new SpoolFile(file);
    } catch (SyscallException e) {
      file.close();
      throw e;
    }
  }

  /** How many bytes have been moved to it since it was made. */
  public long size() {
    return size;
  }

  /**
   * Moves up to {@code most} bytes out of a pipe to the end of the file, and does not wait.
   *
   * @return the count, 0 when the pipe has no writer any more, -1 when it is empty
   */
  public int take(Fd pipe, int most) {
    while (true) {
      long count = LIBC.splice(pipe.number(), null, file.number(), null, most, SPLICE_F_NONBLOCK);
      if (count >= 0) {
        size += count;
        return (int) count;
      }
      Errno errno = Errno.last();
      if (errno == Errno.EAGAIN) {
        return -1;
      }
      if (errno != Errno.EINTR) {
        throw new SyscallException("splice", errno, pipe.toString());
      }
    }
  }

  /** What was moved from {@code position} on, up to the buffer's length; 0 at the end. */
  public int read(byte[] buffer, long position) {
    return file.readAt(buffer, (int) Math.min(buffer.length, size - position), position);
  }

  /** Gives back the memory of what came before {@code position}, from {@code since} on. */
  public void forget(long since, long position) {
    long start = since / PAGE * PAGE;
    long end = position / PAGE * PAGE;
    if (end > start) {
      check(
          LIBC.fallocate(file.number(), PUNCH_HOLE | KEEP_SIZE, start, end - start),
          "fallocate",
          file);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
