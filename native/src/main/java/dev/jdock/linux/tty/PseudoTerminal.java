package dev.jdock.linux.tty;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.C;
import java.nio.file.Path;
import jnr.ffi.Pointer;

/**
 * A pseudo-terminal of one devpts instance (pts(4)). Closing it hangs up the terminal's session.
 */
public final class PseudoTerminal implements AutoCloseable {
  private static final long TIOCSPTLCK = 0x40045431L;
  private static final long TIOCGPTN = 0x80045430L;
  private static final long TIOCSWINSZ = 0x5414;

  private final Fd master;
  private final int number;

  private PseudoTerminal(Fd master, int number) {
    this.master = master;
    this.number = number;
  }

  /**
   * Opens a new terminal.
   *
   * @param ptmx the devpts instance's {@code ptmx}, named by a path that means it to this thread
   */
  public static PseudoTerminal open(Path ptmx) {
    Fd master = Fd.open(ptmx, Fd.O_RDWR | Fd.O_NOCTTY | Fd.O_NONBLOCK);
    try {
      Pointer value = C.allocate(4);
      C.check(LIBC.ioctl(master.number(), TIOCSPTLCK, value), "ioctl", "TIOCSPTLCK");
      C.check(LIBC.ioctl(master.number(), TIOCGPTN, value), "ioctl", "TIOCGPTN");
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
    Pointer size = C.allocate(8);
    size.putShort(0, (short) rows);
    size.putShort(2, (short) columns);
    C.check(LIBC.ioctl(master.number(), TIOCSWINSZ, size), "ioctl", "TIOCSWINSZ");
  }

  /** chown(2) of the slave, so that the program's user may open it by name. */
  public static void chown(Path slave, int uid, int gid) {
    C.check(LIBC.fchownat(C.AT_FDCWD, slave.toString(), uid, gid, 0), "chown", slave);
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
