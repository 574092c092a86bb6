package dev.jdock.linux.process;

/** A status as wait(2) has it. */
public final class ExitStatus {
  private static final int SIGNAL = 0x7f;
  private static final int SIGNALLED = 128;

  private ExitStatus() {}

  /** The exit code, or 128 plus the number of the signal that ended the process. */
  public static int code(int status) {
    int signal = status & SIGNAL;
    return signal == 0 ? status >> 8 & 0xff : SIGNALLED + signal;
  }
}
