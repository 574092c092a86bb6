package dev.jdock.linux.poll;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An eventfd(2) that wakes a thread waiting in {@link Epoll#await} or poll(2). */
public final class EventFd implements AutoCloseable {
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;
  private static final byte[] ONE =
      ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(1).array();

  private final Fd fd = Fd.own(check(LIBC.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"));

  /**
   * Creates one for an object that has just become the owner of a descriptor.
   *
   * @param owned closed when the eventfd cannot be created: the object, whose constructor fails
   *     then, could not close it
   */
  public static EventFd beside(Fd owned) {
    try {
      return new EventFd();
    } catch (SyscallException e) {
      owned.close();
      throw e;
    }
  }

  /** Readable once {@link #signal} was called. */
  public Fd descriptor() {
    return fd;
  }

  /** Does nothing once it is closed, when its number may already belong to another file. */
  public synchronized void signal() {
    if (fd.isOpen()) {
      fd.writeFully(ONE);
    }
  }

  /** Resets it, so that it is not readable any more. */
  public void clear() {
    fd.read(new byte[8]);
  }

  @Override
  public synchronized void close() {
    fd.close();
  }
}
