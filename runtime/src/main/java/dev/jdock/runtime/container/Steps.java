package dev.jdock.runtime.container;

import org.jspecify.annotations.Nullable;

/** Steps of giving back, each of which is taken even when one before it has failed. */
final class Steps {
  private @Nullable RuntimeException first;

  void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      add(e);
    }
  }

  private void add(RuntimeException failure) {
    if (first == null) {
      first = failure;
    } else {
      first.addSuppressed(failure);
    }
  }

  /** Throws what went wrong first, with the rest as suppressed. */
  void throwFirst() {
    if (first != null) {
      throw first;
    }
  }

  /** Attaches what went wrong to the failure that made the giving back necessary. */
  void suppressedBy(RuntimeException failure) {
    if (first != null) {
      failure.addSuppressed(first);
    }
  }
}
