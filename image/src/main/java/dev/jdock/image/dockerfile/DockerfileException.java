package dev.jdock.image.dockerfile;

import dev.jdock.image.error.JdockException;

/** A build that an instruction is to blame for: the message, and the place in the Dockerfile. */
public final class DockerfileException extends JdockException {
  private static final long serialVersionUID = 1L;

  private final String excerpt;

  public DockerfileException(String message, String excerpt) {
    super(Kind.INVALID, "failed to solve: " + message);
    this.excerpt = excerpt;
  }

  public DockerfileException(Kind kind, String message, String excerpt, Throwable cause) {
    super(kind, "failed to solve: " + message, cause);
    this.excerpt = excerpt;
  }

  /**
   * The lines of the Dockerfile in BuildKit's frame, ending in a newline, to print before the
   * message; empty when the fault has no place.
   */
  public String excerpt() {
    return excerpt;
  }
}
