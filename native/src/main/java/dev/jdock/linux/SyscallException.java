package dev.jdock.linux;

import java.util.Locale;

/**
 * A system call that failed; the message reads like {@code mount overlay on /x: invalid argument},
 * as those of Go programs such as Docker's do.
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
    super(call + (detail.isEmpty() ? "" : " " + detail) + ": " + reason(errno));
    this.call = call;
    this.errno = errno;
  }

  /**
   * Returns the result of a call of the C library.
   *
   * @param call the call as in its man page
   * @param detail the objects of the call
   * @throws SyscallException with the calling thread's errno when the result is -1
   */
  public static int check(int result, String call, Object... detail) {
    if (result == -1) {
      throw new SyscallException(call, Errno.last(), join(detail));
    }
    return result;
  }

  /** The same for calls that return a long. */
  public static long check(long result, String call, Object... detail) {
    if (result == -1) {
      throw new SyscallException(call, Errno.last(), join(detail));
    }
    return result;
  }

  /** For the calls that return an error number (posix_spawn, pthread): throws unless it is 0. */
  public static void checkErrorNumber(int number, String call, Object... detail) {
    if (number != 0) {
      throw new SyscallException(call, Errno.of(number), join(detail));
    }
  }

  private static String join(Object... detail) {
    StringBuilder text = new StringBuilder();
    for (Object part : detail) {
      text.append(text.isEmpty() ? "" : " ").append(part);
    }
    return text.toString();
  }

  public String call() {
    return call;
  }

  public Errno errno() {
    return errno;
  }

  /** strerror(3) in lower case, the form in which Go programs such as Docker's print it. */
  public String reason() {
    return reason(errno);
  }

  private static String reason(Errno errno) {
    return errno.description().toLowerCase(Locale.ROOT);
  }
}
