package dev.jdock.image.dockerfile;

import dev.jdock.image.error.JdockException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A build that an instruction is to blame for: the message, and the place in the Dockerfile. */
public final class DockerfileException extends JdockException {
  private static final long serialVersionUID = 1L;

  private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\d+) \\| >>>");
  private static final String PREFIX = "failed to solve: ";

  private final String excerpt;
  private final String reason;

  public DockerfileException(String message, String excerpt) {
    super(Kind.INVALID, PREFIX + message);
    this.reason = message;
    this.excerpt = excerpt;
  }

  public DockerfileException(Kind kind, String message, String excerpt, Throwable cause) {
    super(kind, PREFIX + message, cause);
    this.reason = message;
    this.excerpt = excerpt;
  }

  /**
   * The lines of the Dockerfile in BuildKit's frame, ending in a newline, to print before the
   * message; empty when the fault has no place.
   */
  public String excerpt() {
    return excerpt;
  }

  /** The lines that the excerpt has arrows at; null when it has none. */
  public @Nullable SourceRange range() {
    List<Integer> lines =
        ARROW.matcher(excerpt).results().map(arrow -> Integer.parseInt(arrow.group(1))).toList();
    return lines.isEmpty() ? null : new SourceRange(lines.getFirst(), lines.getLast());
  }

  /** The message without its {@code failed to solve:} prefix. */
  public String reason() {
    return reason;
  }
}
