package dev.jdock.api.http;

/**
 * Ends a request with a status and a message of its own; what JdockException's kinds do not say.
 */
public final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  /**
   * @param status 400 to 599
   */
  public HttpFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  public static HttpFailure badRequest(String message) {
    return new HttpFailure(400, message);
  }

  public int status() {
    return status;
  }

  /** What the client is told. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
