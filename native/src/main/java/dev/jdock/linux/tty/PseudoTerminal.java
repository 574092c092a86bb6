package dev.jdock.linux.tty;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.Memory;
import jnr.ffi.Pointer;

/**
 * A pseudo-terminal of one devpts instance (pts(4)). Closing it hangs up the terminal's session.
 */
public final class PseudoTerminal implements AutoCloseable {
  private static final long TIOCSPTLCK = 0x40045431L;
  private static final long TIOCGPTN = 0x80045430L;
  private static final long TIOCSWINSZ = 0x5414;
  private static final int AT_EMPTY_PATH = 0x1000;

  /** For opening a {@code ptmx}: read and write, no controlling terminal, non-blocking. */
  public static final int MASTER_FLAGS = Fd.O_RDWR | Fd.O_NOCTTY | Fd.O_NONBLOCK;

  private final Fd master;
  private final int number;

  private PseudoTerminal(Fd master, int number) {
    this.master = master;
    this.number = number;
  }

  /**
   * The terminal that opening {@code ptmx} has made.
   *
   * @param master the devpts instance's {@code ptmx}, opened with {@link #MASTER_FLAGS}; owned by
   *     the terminal from now on, closed when this throws
   */
  public static PseudoTerminal of(Fd master) {
    try (Memory memory = Memory.allocate(4)) {
      Pointer value = memory.pointer();
      check(LIBC.ioctl(master.number(), TIOCSPTLCK, value), "ioctl", "TIOCSPTLCK");
      check(LIBC.ioctl(master.number(), TIOCGPTN, value), "ioctl", "TIOCGPTN");
      return new PseudoTerminal(master, value.getInt(0));
    } catch (RuntimeException e) {
      master.close();
      throw e;
    }
  }

  /** The engine's side, non-blocking. */
  public Fd master() {
    return master;
  }

  /** The name inside its devpts instance: {@code 0} for {@code /dev/pts/0}. */
  public String name() {
    return Integer.toString(number);
  }

  /** TIOCSWINSZ, in characters; the foreground process group gets SIGWINCH. */
  public void resize(int rows, int columns) {
    try (Memory memory = Memory.allocate(8)) {
      Pointer size = memory.pointer();
      size.putShort(0, (short) rows);
      size.putShort(2, (short) columns);
      check(LIBC.ioctl(master.number(), TIOCSWINSZ, size), "ioctl", "TIOCSWINSZ");
    }
  }

  /**
   * chown(2) of the slave, so that the program's user may open it by name.
   *
   * @param slave may be an O_PATH descriptor
   */
  public static void chown(Fd slave, int uid, int gid) {
    check(LIBC.fchownat(slave.number(), "", uid, gid, AT_EMPTY_PATH), "chown", slave);
  }

  @Override
  public void close() {
    master.close();
  }

  @Override
  public String toString() {
    return "pts/" + number;
  }
}
