package dev.jdock.linux.file;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import jnr.ffi.Pointer;

/** Moves bytes between streams and descriptors through one buffer; for one thread. */
public final class Transfer {
  private static final int SIZE = 128 * 1024;
  private static final int SMALLEST = 4096;

  private final byte[] heap = new byte[SIZE];

  /** Writes exactly {@code length} bytes of {@code in}; EOFException when it ends before. */
  public void write(InputStream in, long length, Fd to) throws IOException {
    try (Memory memory = Memory.allocate((int) Math.min(SIZE, length))) {
      for (long left = length; left > 0; ) {
        int count = in.readNBytes(heap, 0, (int) Math.min(SIZE, left));
        if (count == 0) {
          throw new EOFException("unexpected EOF");
        }
        memory.pointer().put(0, heap, 0, count);
        write(to, memory.pointer(), count);
        left -= count;
      }
    }
  }

  private static void write(Fd to, Pointer memory, int count) {
    for (int done = 0; done < count; ) {
      long written = LIBC.write(to.number(), done == 0 ? memory : memory.slice(done), count - done);
      if (written >= 0) {
        done += (int) written;
      } else if (Errno.last() != Errno.EINTR) {
        throw new SyscallException("write", Errno.last(), "");
      }
    }
  }

  /** Takes bytes as they come. */
  @FunctionalInterface
  public interface Sink {
    void accept(byte[] bytes, int offset, int length);
  }

  /**
   * Reads a file to its end.
   *
   * @param expected its size as far as it is known, in bytes
   * @return its size
   */
  public long readToEnd(Fd from, long expected, Sink sink) {
    long total = 0;
    try (Memory memory = Memory.allocate(Math.clamp(expected, SMALLEST, SIZE))) {
      while (true) {
        long count = LIBC.read(from.number(), memory.pointer(), memory.size());
        if (count > 0) {
          memory.pointer().get(0, heap, 0, (int) count);
          sink.accept(heap, 0, (int) count);
          total += count;
        } else if (count == 0) {
          return total;
        } else if (Errno.last() != Errno.EINTR) {
          throw new SyscallException("read", Errno.last(), "");
        }
      }
    }
  }

  /** Reads exactly {@code length} bytes of a file; EOFException when it is shorter. */
  public void read(Fd from, long length, OutputStream out) throws IOException {
    try (Memory memory = Memory.allocate((int) Math.min(SIZE, length))) {
      for (long left = length; left > 0; ) {
        long count = LIBC.read(from.number(), memory.pointer(), Math.min(SIZE, left));
        if (count > 0) {
          memory.pointer().get(0, heap, 0, (int) count);
          out.write(heap, 0, (int) count);
          left -= count;
        } else if (count == 0) {
          throw new EOFException("file is shorter than it was");
        } else if (Errno.last() != Errno.EINTR) {
          throw new SyscallException("read", Errno.last(), "");
        }
      }
    }
  }
}
