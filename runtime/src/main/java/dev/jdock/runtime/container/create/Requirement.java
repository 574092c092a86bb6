package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;

/** Refuses a request that does not fulfil a condition. */
final class Requirement {
  private Requirement() {}

  /**
   * Checks a condition.
   *
   * @param otherwise the message when it does not hold
   * @throws JdockException INVALID
   */
  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw JdockException.invalid(otherwise);
    }
  }
}
