package dev.jdock.cli;

/** A path of the caller that means nothing: one line for the user. */
public final class CallerPathException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public CallerPathException(String message) {
    super(message);
  }

  /** A working directory that is no directory of the caller's any more. */
  public static CallerPathException noWorkingDirectory() {
    return new CallerPathException(
        "the working directory has been deleted or is out of reach: change to another one,"
            + " or use absolute paths");
  }
}
