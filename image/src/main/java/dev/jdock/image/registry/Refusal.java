package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;

/** What a failure says about the registry, for those who know another place to ask. */
public enum Refusal {
  /**
   * Nobody answered: no address of the name, no route, no connection, silence, or a proxy that does
   * not get through. What a registry answers, 401 to 503, is its answer and never this.
   */
  OUT_OF_REACH,

  /** There is no such image, or it is denied: registries do not tell these apart. */
  ABSENT,

  /** Too many requests. */
  RATE_LIMITED,

  /** Everything else: a wrong password, a broken server, nonsense, a certificate, Ctrl-C. */
  OTHER;

  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Of what was thrown by a repository, or by what uses one. */
  public static Refusal of(JdockException failure) {
    return failure instanceof RegistryFailure known ? known.refusal() : OTHER;
  }

  static Refusal answered(int status, boolean denied) {
    if (denied || status == NOT_FOUND) {
      return ABSENT;
    }
    return status == TOO_MANY_REQUESTS ? RATE_LIMITED : OTHER;
  }
}
