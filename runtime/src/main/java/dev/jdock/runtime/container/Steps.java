package dev.jdock.runtime.container;

import org.jspecify.annotations.Nullable;

/**
 * Steps of giving back, each of which is taken even when one before it has failed, be it for want
 * of memory.
 */
public final class Steps {
  private @Nullable Throwable first;

  public void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      if (first == null) {
        first = e;
      } else if (!first.equals(e)) {
        first.addSuppressed(e);
      }
    }
  }

  /** Throws what went wrong first, with the rest as suppressed. */
  public void throwFirst() {
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Attaches what went wrong to the failure that made the giving back necessary. */
  public void suppressedBy(Throwable failure) {
    if (first != null) {
      failure.addSuppressed(first);
    }
  }
}
