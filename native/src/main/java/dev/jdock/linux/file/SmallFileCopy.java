package dev.jdock.linux.file;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;

/**
 * Copies files that fit into its buffer, and keeps what was in the last one. For one thread.
 *
 * @see FileCopy
 */
public final class SmallFileCopy implements AutoCloseable {
  /** A larger file is copied by the kernel alone. */
  public static final int MAX = FileCopy.SMALL - 1;

  private final Memory memory = Memory.owned(MAX);
  private final byte[] bytes = new byte[MAX];

  /**
   * Copies a file up to its end.
   *
   * @param from at its beginning
   * @param to empty
   * @param size as stat(2) tells it, at most {@link #MAX}; what has been added since is left out,
   *     and what was cut off is missing
   * @return how many bytes were copied
   */
  public int copy(Fd from, Fd to, int size) {
    int length = 0;
    while (length < size) {
      long count = LIBC.read(from.number(), memory.pointer().slice(length), size - length);
      if (count == 0) {
        break;
      }
      length += retried(count, "read");
    }
    for (int written = 0; written < length; ) {
      written +=
          retried(
              LIBC.write(to.number(), memory.pointer().slice(written), length - written), "write");
    }
    memory.pointer().get(0, bytes, 0, length);
    return length;
  }

  private static int retried(long count, String call) {
    if (count >= 0) {
      return (int) count;
    }
    if (Errno.last() != Errno.EINTR) {
      throw new SyscallException(call, Errno.last(), "");
    }
    return 0;
  }

  /** What the last {@link #copy} has copied, and after that what was there before. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    memory.close();
  }
}
