package dev.jdock.linux.tty;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.Memory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import jnr.ffi.Pointer;

/**
 * A changed mode of a terminal (termios(3)); closing restores the previous one. The caller need not
 * be in the terminal's session or foreground process group.
 */
public final class TerminalMode implements AutoCloseable {
  private static final int SIZE = 64;
  private static final int TCSANOW = 0;
  private static final long TIOCGWINSZ = 0x5413;

  /** Offset of c_lflag behind c_iflag, c_oflag and c_cflag. */
  private static final int LOCAL_FLAGS = 12;

  private static final int ECHO = 8;

  private final Fd fd;
  private final byte[] before;
  private final AtomicBoolean restored = new AtomicBoolean();

  private TerminalMode(Fd fd, byte[] before) {
    this.fd = fd;
    this.before = before;
  }

  /** isatty(3). */
  public static boolean isTerminal(Fd fd) {
    try (Memory attributes = Memory.allocate(SIZE)) {
      return LIBC.tcgetattr(fd.number(), attributes.pointer()) == 0;
    }
  }

  /**
   * Rows, then columns (TIOCGWINSZ); zeros where the terminal does not know.
   *
   * @throws dev.jdock.linux.SyscallException ENOTTY when it is no terminal
   */
  public static int[] size(Fd fd) {
    try (Memory memory = Memory.allocate(8)) {
      Pointer size = memory.pointer();
      check(LIBC.ioctl(fd.number(), TIOCGWINSZ, size), "ioctl", "TIOCGWINSZ", fd);
      return new int[] {size.getShort(0) & 0xffff, size.getShort(2) & 0xffff};
    }
  }

  /**
   * cfmakeraw(3).
   *
   * @param fd stays the caller's, and must be open when this is closed
   */
  public static TerminalMode raw(Fd fd) {
    return change(fd, LIBC::cfmakeraw);
  }

  /** Disables ECHO. */
  public static TerminalMode withoutEcho(Fd fd) {
    return change(fd, mode -> mode.putInt(LOCAL_FLAGS, mode.getInt(LOCAL_FLAGS) & ~ECHO));
  }

  private static TerminalMode change(Fd fd, Consumer<Pointer> change) {
    byte[] before = new byte[SIZE];
    try (Memory memory = Memory.allocate(SIZE)) {
      Pointer attributes = memory.pointer();
      check(LIBC.tcgetattr(fd.number(), attributes), "tcgetattr", fd);
      attributes.get(0, before, 0, SIZE);
      change.accept(attributes);
      check(LIBC.tcsetattr(fd.number(), TCSANOW, attributes), "tcsetattr", fd);
    }
    return new TerminalMode(fd, before);
  }

  /** Restores the previous mode, once; errors of a terminal that has hung up are ignored. */
  @Override
  public void close() {
    if (restored.compareAndSet(false, true)) {
      // Not TCSADRAIN, which waits for output that a stopped or vanished terminal never takes.
      try (Memory attributes = Memory.of(before)) {
        LIBC.tcsetattr(fd.number(), TCSANOW, attributes.pointer());
      }
    }
  }
}
