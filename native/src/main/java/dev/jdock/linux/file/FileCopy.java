package dev.jdock.linux.file;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.io.InterruptedIOException;

/**
 * Copies the content of a file within the kernel, holes as holes. Where the file system can, both
 * files have the same blocks afterwards (copy_file_range(2), which makes reflinks on XFS and
 * btrfs), but for small files.
 */
public final class FileCopy {
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;

  /** It is not worth looking for holes in what is smaller. */
  private static final long LARGE = 1 << 20;

  /** An interrupt is looked for in between. */
  private static final long PART = 16 << 20;

  /** To have blocks in common costs more than to copy what is smaller. */
  static final int SMALL = 64 << 10;

  private static final int BUFFER = 128 * 1024;

  private final Fd from;
  private final Fd to;
  private boolean inKernel;

  private FileCopy(Fd from, Fd to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies a file up to its end.
   *
   * @param from at its beginning
   * @param to empty
   * @param size as stat(2) tells it; what has been added since is left out, and what was cut off is
   *     missing. Of a file that claims to be empty, as those of proc(5) do, everything is copied.
   * @throws InterruptedIOException when the thread was interrupted before the end
   */
  public static void copy(Fd from, Fd to, long size) throws InterruptedIOException {
    var copy = new FileCopy(from, to);
    copy.inKernel = size >= SMALL;
    if (size == 0) {
      copy.part(Long.MAX_VALUE);
    } else if (size < LARGE || !copy.sparse(size)) {
      copy.part(size);
    }
  }

  /**
   * Copies data between holes.
   *
   * @return false where the file system does not tell of holes; nothing has been copied then
   */
  private boolean sparse(long size) throws InterruptedIOException {
    long end = 0;
    while (end < size) {
      long data = LIBC.lseek(from.number(), end, SEEK_DATA);
      if (data < 0 && Errno.last() != Errno.ENXIO) {
        from.seek(0);
        return false;
      }
      if (data < 0 || data >= size) {
        break;
      }
      end = Math.min(size, LIBC.lseek(from.number(), data, SEEK_HOLE));
      if (end <= data) {
        break; // cut off meanwhile
      }
      from.seek(data);
      to.seek(data);
      part(end - data);
    }
    to.resize(size);
    return true;
  }

  /** Copies from where both are. */
  private void part(long length) throws InterruptedIOException {
    for (long left = length; left > 0; ) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      long wanted = Math.min(left, PART);
      long count = inKernel ? range(wanted) : buffered(wanted);
      if (count == 0) {
        return;
      }
      left -= count;
    }
  }

  private long range(long wanted) {
    while (true) {
      long count = LIBC.copy_file_range(from.number(), null, to.number(), null, wanted, 0);
      if (count >= 0) {
        return count;
      }
      Errno errno = Errno.last();
      switch (errno) {
        case EINTR -> {}
        // Of two file systems, of one that cannot do it, or forbidden by a filter.
        case EXDEV, EINVAL, EOPNOTSUPP, ENOSYS, EPERM -> {
          inKernel = false;
          return buffered(wanted);
        }
        default -> throw new SyscallException("copy_file_range", errno, "");
      }
    }
  }

  private long buffered(long wanted) {
    try (Memory memory = Memory.allocate((int) Math.min(BUFFER, wanted))) {
      long count = read(memory, Math.min(BUFFER, wanted));
      for (long done = 0; done < count; ) {
        long written = LIBC.write(to.number(), memory.pointer().slice(done), count - done);
        if (written >= 0) {
          done += written;
        } else if (Errno.last() != Errno.EINTR) {
          throw new SyscallException("write", Errno.last(), "");
        }
      }
      return count;
    }
  }

  private long read(Memory memory, long wanted) {
    while (true) {
      long count = LIBC.read(from.number(), memory.pointer(), wanted);
      if (count >= 0) {
        return count;
      }
      if (Errno.last() != Errno.EINTR) {
        throw new SyscallException("read", Errno.last(), "");
      }
    }
  }
}
