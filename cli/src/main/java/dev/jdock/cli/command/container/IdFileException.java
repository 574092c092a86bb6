package dev.jdock.cli.command.container;

/** The file for a container's id cannot be made. */
final class IdFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  IdFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
