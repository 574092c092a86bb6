package dev.jdock.linux.poll;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import jnr.ffi.Pointer;

/**
 * An epoll(7) instance, level-triggered unless {@link #EDGE} is asked for. The caller gives each
 * descriptor a key.
 */
public final class Epoll implements AutoCloseable {
  public static final int IN = 1;
  public static final int OUT = 4;
  public static final int ERROR = 8;
  public static final int HUP = 16;

  /** The other end of a stream socket sends no more (EPOLLRDHUP). */
  public static final int END = 0x2000;

  /** Reported when it becomes ready, not while it is (EPOLLET). */
  public static final int EDGE = 1 << 31;

  /** Reported once, until {@link #change} enables it again (EPOLLONESHOT). */
  public static final int ONESHOT = 1 << 30;

  private static final int ADD = 1;
  private static final int DEL = 2;
  private static final int MOD = 3;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int MAX_EVENTS = 64;

  /** struct epoll_event is packed on x86-64 only. */
  private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

  private static final int EVENT_SIZE = PACKED ? 12 : 16;
  private static final int KEY_OFFSET = PACKED ? 4 : 8;

  private final Fd epoll = Fd.own(check(LIBC.epoll_create1(EPOLL_CLOEXEC), "epoll_create1"));
  private final Memory memory = Memory.owned(MAX_EVENTS * EVENT_SIZE);
  private final Pointer events = memory.pointer();

  /** Receives the events of one ready descriptor. */
  @FunctionalInterface
  public interface Ready {
    void ready(long key, int events);
  }

  public void add(Fd descriptor, int interest, long key) {
    control(ADD, descriptor, interest, key);
  }

  public void change(Fd descriptor, int interest, long key) {
    control(MOD, descriptor, interest, key);
  }

  public void remove(Fd descriptor) {
    control(DEL, descriptor, 0, 0);
  }

  private void control(int operation, Fd descriptor, int interest, long key) {
    try (Memory memory = Memory.allocate(EVENT_SIZE)) {
      Pointer event = memory.pointer();
      event.putInt(0, interest);
      event.putLong(KEY_OFFSET, key);
      check(
          LIBC.epoll_ctl(epoll.number(), operation, descriptor.number(), event),
          "epoll_ctl",
          descriptor);
    }
  }

  /** Waits, and reports each ready descriptor. Only one thread may wait at a time. */
  public void await(int timeoutMillis, Ready ready) {
    int count = LIBC.epoll_wait(epoll.number(), events, MAX_EVENTS, timeoutMillis);
    if (count < 0) {
      Errno errno = Errno.last();
      if (errno == Errno.EINTR) {
        return;
      }
      throw new SyscallException("epoll_wait", errno, "");
    }
    long[] keys = new long[count];
    int[] masks = new int[count];
    for (int i = 0; i < count; i++) {
      masks[i] = events.getInt((long) i * EVENT_SIZE);
      keys[i] = events.getLong((long) i * EVENT_SIZE + KEY_OFFSET);
    }
    for (int i = 0; i < count; i++) {
      ready.ready(keys[i], masks[i]);
    }
  }

  @Override
  public void close() {
    epoll.close();
    memory.close();
  }
}
