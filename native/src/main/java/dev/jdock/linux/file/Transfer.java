package dev.jdock.linux.file;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.C;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import jnr.constants.platform.Errno;
import jnr.ffi.Pointer;

/** Moves bytes between streams and descriptors through one buffer; for one thread. */
public final class Transfer {
  private static final int SIZE = 128 * 1024;

  private final byte[] heap = new byte[SIZE];
  private final Pointer memory = C.allocate(SIZE);

  /** Writes exactly {@code length} bytes of {@code in}; EOFException when it ends before. */
  public void write(InputStream in, long length, Fd to) throws IOException {
    long left = length;
    while (left > 0) {
      int count = in.readNBytes(heap, 0, (int) Math.min(SIZE, left));
      if (count == 0) {
        throw new EOFException("unexpected EOF");
      }
      memory.put(0, heap, 0, count);
      for (int done = 0; done < count; ) {
        long written = write(to, done, count - done);
        if (written >= 0) {
          done += (int) written;
        } else if (C.errno() != Errno.EINTR) {
          throw new SyscallException("write", C.errno(), "");
        }
      }
      left -= count;
    }
  }

  private long write(Fd to, int offset, int length) {
    try {
      return LIBC.write(to.number(), offset == 0 ? memory : memory.slice(offset), length);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Reads exactly {@code length} bytes of a file; EOFException when it is shorter. */
  public void read(Fd from, long length, OutputStream out) throws IOException {
    long left = length;
    while (left > 0) {
      long count = LIBC.read(from.number(), memory, Math.min(SIZE, left));
      if (count > 0) {
        memory.get(0, heap, 0, (int) count);
        out.write(heap, 0, (int) count);
        left -= count;
      } else if (count == 0) {
        throw new EOFException("file is shorter than it was");
      } else if (C.errno() != Errno.EINTR) {
        throw new SyscallException("read", C.errno(), "");
      }
    }
  }
}
