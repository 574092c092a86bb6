package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.locks.Lock;

/**
 * A request to a registry failed, at the registry or before it was reached.
 *
 * <p>{@link #code} is the registry's code of the failure (OCI distribution-spec, "Error Codes"),
 * empty where it gave none.
 */
final class RegistryFailure extends JdockException {
  private static final long serialVersionUID = 1L;

  static final String UNAUTHORIZED = "UNAUTHORIZED";
  static final String DENIED = "DENIED";
  static final String MANIFEST_UNKNOWN = "MANIFEST_UNKNOWN";
  static final String NAME_UNKNOWN = "NAME_UNKNOWN";

  private final String code;
  private final boolean temporary;
  private final Refusal refusal;

  private RegistryFailure(
      Kind kind, String code, boolean temporary, Refusal refusal, String message) {
    super(kind, message);
    this.code = code;
    this.temporary = temporary;
    this.refusal = refusal;
  }

  private RegistryFailure(
      Kind kind, String code, boolean temporary, Refusal refusal, String message, Throwable cause) {
    super(kind, message, cause);
    this.code = code;
    this.temporary = temporary;
    this.refusal = refusal;
  }

  /** An answer with an error status. */
  static RegistryFailure answered(int status, String code, String message) {
    Refusal refusal = Refusal.answered(status, code.equals(DENIED));
    return new RegistryFailure(kind(status, code), code, false, refusal, message);
  }

  /** No answer at all, or one that broke off. */
  static RegistryFailure unreachable(String message, boolean temporary, Throwable cause) {
    return new RegistryFailure(Kind.UNAVAILABLE, "", temporary, Refusal.OTHER, message, cause);
  }

  /** Nobody who could answer was reached. */
  static RegistryFailure outOfReach(String message, boolean temporary, Throwable cause) {
    return new RegistryFailure(
        Kind.UNAVAILABLE, "", temporary, Refusal.OUT_OF_REACH, message, cause);
  }

  /** What was answered makes no sense. */
  static RegistryFailure nonsense(String message) {
    return new RegistryFailure(Kind.INTERNAL, "", false, Refusal.OTHER, message);
  }

  private static Kind kind(int status, String code) {
    if (code.equals(DENIED)) {
      return Kind.FORBIDDEN;
    }
    return switch (status) {
      case 400, 405, 413, 416 -> Kind.INVALID;
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.NOT_FOUND;
      default -> Kind.UNAVAILABLE;
    };
  }

  String code() {
    return code;
  }

  Refusal refusal() {
    return refusal;
  }

  /** Whether trying the same again may well succeed. */
  boolean temporary() {
    return temporary;
  }

  /** Whether it is that nothing was heard for as long as one waits. */
  boolean silent() {
    return getCause() instanceof SocketTimeoutException;
  }

  /** The same failure with a longer message. */
  RegistryFailure as(Kind kind, String message) {
    return new RegistryFailure(kind, code, temporary, refusal, message, this);
  }

  /** The same failure with a longer message, which is not retried. */
  RegistryFailure lasting(String message) {
    return new RegistryFailure(kind(), code, false, refusal, message, this);
  }

  /**
   * Locks, unless interrupted; the thread stays marked then.
   *
   * @throws RegistryFailure {@code context canceled}
   */
  static void lock(Lock lock) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("context canceled", false, e);
    }
  }

  /** Before {@code Head "https://…": }, as Go's client writes it. */
  static String request(String method, String url) {
    return method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT) + " \"" + url + "\": ";
  }
}
