package dev.jdock.linux.stream;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.poll.EventFd;
import jnr.ffi.Pointer;

/** poll(2) on one descriptor and on the event that ends the waiting. */
public final class Poll {
  public static final short IN = 1;
  public static final short OUT = 4;

  /** The descriptor is no descriptor: poll(2) reports that in revents. */
  private static final short INVALID = 0x20;

  private static final int ENTRY = 8;

  private Poll() {}

  /**
   * Blocks until {@code fd} is ready (or hung up, or in error, which the next call on it reports).
   *
   * @param events {@link #IN} or {@link #OUT}
   * @return false when {@code wakeup} was signalled, which takes precedence
   */
  public static boolean await(Fd fd, short events, EventFd wakeup) {
    try (Memory memory = Memory.allocate(2 * ENTRY)) {
      Pointer entries = memory.pointer();
      put(entries, 0, fd.number(), events);
      put(entries, ENTRY, wakeup.descriptor().number(), IN);
      while (LIBC.poll(entries, 2, -1) < 0) {
        if (Errno.last() != Errno.EINTR) {
          throw new SyscallException("poll", Errno.last(), fd.toString());
        }
      }
      if ((entries.getShort(6) & INVALID) != 0) {
        throw new SyscallException("poll", Errno.EBADF, fd.toString());
      }
      return entries.getShort(ENTRY + 6) == 0;
    }
  }

  /** Whether {@code fd} is ready now. */
  public static boolean isReady(Fd fd, short events) {
    try (Memory memory = Memory.allocate(ENTRY)) {
      Pointer entry = memory.pointer();
      put(entry, 0, fd.number(), events);
      int ready;
      while ((ready = LIBC.poll(entry, 1, 0)) < 0) {
        if (Errno.last() != Errno.EINTR) {
          throw new SyscallException("poll", Errno.last(), fd.toString());
        }
      }
      return ready > 0;
    }
  }

  private static void put(Pointer entries, int offset, int fd, short events) {
    entries.putInt(offset, fd);
    entries.putShort(offset + 4, events);
    entries.putShort(offset + 6, (short) 0);
  }
}
