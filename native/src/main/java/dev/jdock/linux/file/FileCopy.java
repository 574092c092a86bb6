package dev.jdock.linux.file;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;

/**
 * Copies the content of regular files: shared where the file system can share it (FICLONE,
 * ioctl_ficlone(2)), otherwise byte by byte with holes kept (lseek(2), SEEK_DATA). For one thread.
 */
public final class FileCopy {
  private static final long FICLONE = 0x40049409L;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int BUFFER_BYTES = 1 << 20;

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private boolean shares = true;

  /**
   * Copies all of a file.
   *
   * @param to empty, open for writing
   * @param size of the file; what it grows by meanwhile is left out
   * @throws SyscallException ENOSPC and others from the target's file system
   */
  public void copy(Fd from, Fd to, long size) {
    if (size == 0 || (shares && share(from, to))) {
      return;
    }
    to.resize(size);
    for (long at = 0; at < size; ) {
      long data = seek(from, at, SEEK_DATA, size);
      if (data >= size) {
        return;
      }
      long end = Math.min(seek(from, data, SEEK_HOLE, size), size);
      from.seek(data);
      to.seek(data);
      copyBytes(from, to, end - data);
      at = end;
    }
  }

  /** Whether the file system did; one that does not is not asked for each file. */
  private boolean share(Fd from, Fd to) {
    if (LIBC.ioctl(to.number(), FICLONE, (long) from.number()) == 0) {
      return true;
    }
    shares = false;
    return false;
  }

  /** Where the next data or hole begins; {@code end} behind the last one. */
  private static long seek(Fd file, long from, int whence, long end) {
    long at = LIBC.lseek(file.number(), from, whence);
    if (at >= 0) {
      return at;
    }
    Errno error = Errno.last();
    if (error == Errno.ENXIO) {
      return end;
    }
    if (error == Errno.EINVAL) {
      // Such a file system keeps no holes: everything is data.
      return whence == SEEK_DATA ? from : end;
    }
    throw new SyscallException("lseek", error, "");
  }

  /** Up to the end of a file that was cut meanwhile. */
  private void copyBytes(Fd from, Fd to, long length) {
    for (long left = length; left > 0; ) {
      int count = from.read(buffer);
      if (count <= 0) {
        return;
      }
      int wanted = (int) Math.min(count, left);
      to.writeFully(buffer, 0, wanted);
      left -= wanted;
    }
  }
}
