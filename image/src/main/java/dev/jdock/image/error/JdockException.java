package dev.jdock.image.error;

/**
 * What went wrong with an image, a container, a network or a volume, in one line that names the
 * object, in Docker's words where Docker has some.
 */
public class JdockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a front end makes of the failure: an HTTP status, an exit code. */
  public enum Kind {
    NOT_FOUND,
    CONFLICT,
    INVALID,
    UNAUTHORIZED,
    FORBIDDEN,
    UNAVAILABLE,
    INTERNAL
  }

  private final Kind kind;

  public JdockException(Kind kind, String message) {
    super(OneLine.of(message));
    this.kind = kind;
  }

  public JdockException(Kind kind, String message, Throwable cause) {
    super(OneLine.of(message), cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  public static JdockException notFound(String message) {
    return new JdockException(Kind.NOT_FOUND, message);
  }

  public static JdockException conflict(String message) {
    return new JdockException(Kind.CONFLICT, message);
  }

  public static JdockException invalid(String message) {
    return new JdockException(Kind.INVALID, message);
  }

  public static JdockException internal(String message, Throwable cause) {
    return new JdockException(Kind.INTERNAL, message, cause);
  }
}
