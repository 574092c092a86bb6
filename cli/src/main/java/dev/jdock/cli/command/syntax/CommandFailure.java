package dev.jdock.cli.command.syntax;

/** Ends a command with an exit code and, unless it is empty, a message for standard error. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String text;

  public CommandFailure(int exitCode, String text) {
    super(text, null, false, false);
    this.exitCode = exitCode;
    this.text = text;
  }

  /** What the command found wrong after parsing: exit code 1. */
  public static CommandFailure of(String text) {
    return new CommandFailure(1, text);
  }

  /** Something Docker can do and jdock cannot yet: exit code 125. */
  public static CommandFailure notSupported(String what) {
    return new CommandFailure(125, "jdock: " + what + " is not supported yet");
  }

  public int exitCode() {
    return exitCode;
  }

  public String text() {
    return text;
  }
}
