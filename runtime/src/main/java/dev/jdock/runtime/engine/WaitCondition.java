package dev.jdock.runtime.engine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;

/** What {@link Containers#await} waits for. */
public enum WaitCondition {
  /** Returns at once when it does not run, and at its next end even if it is restarted then. */
  NOT_RUNNING,
  NEXT_EXIT,
  REMOVED;

  /**
   * The condition of that name.
   *
   * @param name {@code not-running}, {@code next-exit} or {@code removed}; empty for the first
   * @throws JdockException INVALID {@code invalid condition: "x"}
   */
  public static WaitCondition of(String name) {
    return switch (name) {
      case "", "not-running" -> NOT_RUNNING;
      case "next-exit" -> NEXT_EXIT;
      case "removed" -> REMOVED;
      default -> throw JdockException.invalid("invalid condition: " + GoQuote.quote(name));
    };
  }
}
