package dev.jdock.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {
  private final Steps steps = new Steps();
  private final List<String> taken = new ArrayList<>();

  private static void fail(Throwable failure) {
    switch (failure) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new AssertionError(failure);
    }
  }

  @Test
  void everyStepIsTakenWhateverFails() {
    OutOfMemoryError first = new OutOfMemoryError("first");
    IllegalStateException second = new IllegalStateException("second");
    steps.run(() -> taken.add("a"));
    steps.run(() -> fail(first));
    steps.run(() -> taken.add("b"));
    steps.run(() -> fail(second));
    steps.run(() -> taken.add("c"));
    assertThat(taken).containsExactly("a", "b", "c");
    assertThatThrownBy(steps::throwFirst).isSameAs(first).hasSuppressedException(second);
  }

  @Test
  void sameFailureTwiceIsToldOnce() {
    IllegalStateException same = new IllegalStateException("same");
    steps.run(() -> fail(same));
    steps.run(() -> fail(same));
    assertThatThrownBy(steps::throwFirst).isSameAs(same).hasNoSuppressedExceptions();
  }

  @Test
  void nothingIsThrownWhenNothingFailed() {
    steps.run(() -> taken.add("a"));
    assertThatCode(steps::throwFirst).doesNotThrowAnyException();
  }
}
