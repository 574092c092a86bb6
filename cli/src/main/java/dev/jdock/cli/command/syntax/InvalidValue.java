package dev.jdock.cli.command.syntax;

/** A flag's value that cannot be understood. */
public final class InvalidValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String value;
  private final String reason;

  public InvalidValue(String value, String reason) {
    super(reason, null, false, false);
    this.value = value;
    this.reason = reason;
  }

  public String value() {
    return value;
  }

  public String reason() {
    return reason;
  }
}
