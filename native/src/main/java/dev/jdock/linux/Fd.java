package dev.jdock.linux;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.libc.Memory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor, closed on exec, owned by this object: closing the object closes the
 * descriptor.
 *
 * <p>Numbers are {@code open(2)}'s; all methods throw {@link SyscallException}.
 */
public final class Fd implements AutoCloseable {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NOCTTY = 0x100;
  public static final int O_TRUNC = 0x200;
  public static final int O_APPEND = 0x400;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_DIRECTORY = isArm() ? 0x4000 : 0x10000;
  public static final int O_NOFOLLOW = isArm() ? 0x8000 : 0x20000;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_PATH = 0x200000;

  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_GETPIPE_SZ = 1032;
  private static final long FIONREAD = 0x541B;
  private static final short POLLOUT = 4;
  private static final int SEEK_END = 2;

  private final AtomicInteger number;

  private Fd(int number) {
    this.number = new AtomicInteger(number);
  }

  private static boolean isArm() {
    return "aarch64".equals(System.getProperty("os.arch"));
  }

  /** Takes over an open descriptor; the caller must not close it any more. */
  public static Fd own(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("not a file descriptor: " + number);
    }
    return new Fd(number);
  }

  /** open(2), always with O_CLOEXEC. */
  public static Fd open(Path path, int flags) {
    return open(path, flags, 0);
  }

  /** open(2) with O_CREAT's mode, always with O_CLOEXEC. */
  public static Fd open(Path path, int flags, int mode) {
    return new Fd(check(LIBC.open(path.toString(), flags | O_CLOEXEC, mode), "open", path));
  }

  /** pipe2(2) with O_CLOEXEC: the reading end, then the writing end. */
  public static Fd[] pipe() {
    int[] fds = new int[2];
    check(LIBC.pipe2(fds, O_CLOEXEC), "pipe2");
    return new Fd[] {new Fd(fds[0]), new Fd(fds[1])};
  }

  /** The number, for a call that takes it; throws once the descriptor is closed. */
  public int number() {
    int current = number.get();
    if (current < 0) {
      throw new IllegalStateException("file descriptor is closed");
    }
    return current;
  }

  public boolean isOpen() {
    return number.get() >= 0;
  }

  /** fcntl(2) F_DUPFD_CLOEXEC: a second descriptor of the same open file description. */
  public Fd duplicate() {
    return duplicateOf(number());
  }

  /** As {@link #duplicate}, of a descriptor that is somebody else's. */
  public static Fd duplicateOf(int number) {
    return new Fd(check(LIBC.fcntl(number, F_DUPFD_CLOEXEC, 3), "fcntl", "F_DUPFD_CLOEXEC"));
  }

  /**
   * read(2) of up to {@code buffer.length} bytes, repeated after EINTR.
   *
   * @return the count, 0 at the end of file, -1 where the descriptor is non-blocking and has
   *     nothing
   */
  public int read(byte[] buffer) {
    while (true) {
      long count = LIBC.read(number(), buffer, buffer.length);
      if (count >= 0) {
        return (int) count;
      }
      Errno errno = Errno.last();
      if (errno == Errno.EAGAIN) {
        return -1;
      }
      if (errno != Errno.EINTR) {
        throw new SyscallException("read", errno, "fd " + number.get());
      }
    }
  }

  /**
   * One write(2) of {@code length} bytes from {@code offset}, repeated after EINTR.
   *
   * @return how many were written, -1 where the descriptor is non-blocking and full
   */
  public int write(byte[] bytes, int offset, int length) {
    byte[] part =
        offset == 0 && length == bytes.length
            ? bytes
            : Arrays.copyOfRange(bytes, offset, offset + length);
    while (true) {
      long count = LIBC.write(number(), part, part.length);
      if (count >= 0) {
        return (int) count;
      }
      Errno errno = Errno.last();
      if (errno == Errno.EAGAIN) {
        return -1;
      }
      if (errno != Errno.EINTR) {
        throw new SyscallException("write", errno, "fd " + number.get());
      }
    }
  }

  /** write(2) until all bytes are written; waits where a non-blocking descriptor is full. */
  public void writeFully(byte[] bytes) {
    writeFully(bytes, 0, bytes.length);
  }

  /** write(2) until {@code length} bytes from {@code offset} are written. */
  public void writeFully(byte[] bytes, int offset, int length) {
    for (int done = 0; done < length; ) {
      int count = write(bytes, offset + done, length - done);
      if (count < 0) {
        awaitWritable();
      } else {
        done += count;
      }
    }
  }

  public void writeFully(String text) {
    writeFully(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * pread(2) of up to {@code length} bytes, repeated after EINTR.
   *
   * @return the count, 0 at the end of file
   */
  public int readAt(byte[] buffer, int length, long offset) {
    while (true) {
      long count = LIBC.pread(number(), buffer, length, offset);
      if (count >= 0) {
        return (int) count;
      }
      Errno errno = Errno.last();
      if (errno != Errno.EINTR) {
        throw new SyscallException("pread", errno, "fd " + number.get());
      }
    }
  }

  /** One pwrite(2) of all bytes, repeated after EINTR; how many were written. */
  public int writeAt(byte[] bytes, long offset) {
    while (true) {
      long count = LIBC.pwrite(number(), bytes, bytes.length, offset);
      if (count >= 0) {
        return (int) count;
      }
      Errno errno = Errno.last();
      if (errno != Errno.EINTR) {
        throw new SyscallException("pwrite", errno, "fd " + number.get());
      }
    }
  }

  /** lseek(2) to {@code offset} bytes from the beginning. */
  public void seek(long offset) {
    if (LIBC.lseek(number(), offset, 0) < 0) {
      throw new SyscallException("lseek", Errno.last(), "fd " + number.get());
    }
  }

  /** lseek(2) to the end, and where that is. */
  public long seekEnd() {
    long end = LIBC.lseek(number(), 0, SEEK_END);
    if (end < 0) {
      throw new SyscallException("lseek", Errno.last(), "fd " + number.get());
    }
    return end;
  }

  /** ftruncate(2); what comes new is a hole. */
  public void resize(long size) {
    check(LIBC.ftruncate(number(), size), "ftruncate", "fd " + number.get());
  }

  /** fcntl(2) F_SETFL: adds O_NONBLOCK to the open file description. */
  public void nonBlocking() {
    int flags = check(LIBC.fcntl(number(), F_GETFL, 0), "fcntl", "F_GETFL");
    check(LIBC.fcntl(number(), F_SETFL, flags | O_NONBLOCK), "fcntl", "F_SETFL");
  }

  private void awaitWritable() {
    try (Memory entry = Memory.allocate(8)) {
      entry.pointer().putInt(0, number());
      entry.pointer().putShort(4, POLLOUT);
      LIBC.poll(entry.pointer(), 1, -1);
    }
  }

  /**
   * The number of bytes that an empty pipe accepts without blocking, provided that no other process
   * writes to it: fcntl(2) F_GETPIPE_SZ. 0 for a pipe that is not empty, and for other files.
   */
  public int emptyPipeCapacity() {
    int capacity = LIBC.fcntl(number(), F_GETPIPE_SZ, 0);
    try (Memory waiting = Memory.allocate(4)) {
      boolean empty =
          LIBC.ioctl(number(), FIONREAD, waiting.pointer()) == 0
              && waiting.pointer().getInt(0) == 0;
      return capacity > 0 && empty ? capacity : 0;
    }
  }

  /** Where other processes and path-taking calls of this process find the descriptor: proc(5). */
  public Path procPath() {
    return Path.of("/proc/self/fd/" + number());
  }

  /**
   * close(2); a second call does nothing. Errors are ignored: the kernel has released the
   * descriptor in any case.
   */
  @Override
  public void close() {
    int current = number.getAndSet(-1);
    if (current >= 0) {
      LIBC.close(current);
    }
  }

  @Override
  public String toString() {
    return "fd " + number.get();
  }
}
