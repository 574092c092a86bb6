package dev.jdock.runtime.container.exec;

import dev.jdock.image.error.JdockException;

/** The size of a terminal, in characters. */
public final class TerminalSize {
  /** winsize has 16 bits for each, ioctl_tty(2). */
  private static final int MOST = 0xffff;

  private TerminalSize() {}

  /**
   * Checks a size before it is set.
   *
   * @throws JdockException INVALID {@code invalid resize height "-1"}
   */
  public static void validate(int rows, int columns) {
    validate("height", rows);
    validate("width", columns);
  }

  private static void validate(String what, int value) {
    if (value < 0 || value > MOST) {
      throw JdockException.invalid(
          "invalid resize " + what + " \"" + value + "\": value out of range");
    }
  }
}
