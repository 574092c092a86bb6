package dev.jdock.linux;

import jnr.constants.platform.Errno;

/**
 * A system call that failed; the message reads like {@code mount overlay on /x: EINVAL (Invalid
 * argument)}.
 */
public class SyscallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final Errno errno;

  /**
   * @param call the call as in its man page, for example {@code mount}
   * @param errno what errno(3) held after the call
   * @param detail the objects of the call, or an empty string
   */
  public SyscallException(String call, Errno errno, String detail) {
    super(
        call
            + (detail.isEmpty() ? "" : " " + detail)
            + ": "
            + errno.name()
            + " ("
            + errno.description()
            + ")");
    this.call = call;
    this.errno = errno;
  }

  public String call() {
    return call;
  }

  public Errno errno() {
    return errno;
  }

  /** strerror(3) in lower case, the form in which Go programs such as Docker's print it. */
  public String reason() {
    return errno.description().toLowerCase(java.util.Locale.ROOT);
  }
}
