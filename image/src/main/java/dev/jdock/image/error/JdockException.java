package dev.jdock.image.error;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What went wrong with an image, a container, a network or a volume, in one line that names the
 * object, in Docker's words where Docker has some.
 */
public class JdockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * What sort of failure it is. Each has the number of the HTTP status that the Docker Engine API
   * answers it with (moby, {@code daemon/server/httpstatus}). What is already as it was asked to
   * be, 304 there, is no failure: methods return it.
   */
  public enum Kind {
    /** A value, a name or a combination of them that makes no sense. */
    INVALID(400),

    /** The program of a container, or of an exec, is not in its root file system. */
    PROGRAM_NOT_FOUND(400),

    /** The program is there, and cannot be executed: a folder, no permission, another machine's. */
    PROGRAM_NOT_EXECUTABLE(400),

    /** A registry wants other credentials, or any. */
    UNAUTHORIZED(401),

    /** Not permitted, whatever the credentials: by a registry, or on a read-only file system. */
    FORBIDDEN(403),

    NOT_FOUND(404),

    /** The object is in a state, or has users, that do not admit it. */
    CONFLICT(409),

    /** The machine or the engine failed. */
    INTERNAL(500),

    /** What jdock does not do, or not on this machine. */
    NOT_IMPLEMENTED(501),

    /** What may work later: a registry out of reach, an engine that is leaving. */
    UNAVAILABLE(503);

    private final int httpStatus;

    Kind(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    /** 400 to 503. */
    public int httpStatus() {
      return httpStatus;
    }
  }

  private final Kind kind;

  public JdockException(Kind kind, String message) {
    super(Reason.inDockersWords(OneLine.of(message)));
    this.kind = kind;
  }

  public JdockException(Kind kind, String message, Throwable cause) {
    super(Reason.inDockersWords(OneLine.of(message)), cause);
    this.kind = kind;
  }

  private JdockException(List<String> lines) {
    super(lines.stream().map(OneLine::of).collect(Collectors.joining("\n")));
    this.kind = Kind.INVALID;
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

  public static JdockException forbidden(String message) {
    return new JdockException(Kind.FORBIDDEN, message);
  }

  public static JdockException invalid(String message) {
    return new JdockException(Kind.INVALID, message);
  }

  /**
   * Several things are wrong, which Docker tells of in a line each.
   *
   * @param title what stands above them
   * @param errors one or more
   */
  public static JdockException invalid(String title, List<String> errors) {
    List<String> lines = new ArrayList<>(List.of(title));
    errors.forEach(error -> lines.add(errors.size() == 1 ? error : "* " + error));
    return new JdockException(lines);
  }

  /** What is not done is named, so that its caller knows what to leave out. */
  public static JdockException notImplemented(String message) {
    return new JdockException(Kind.NOT_IMPLEMENTED, message);
  }

  public static JdockException internal(String message, Throwable cause) {
    return new JdockException(Kind.INTERNAL, message, cause);
  }
}
