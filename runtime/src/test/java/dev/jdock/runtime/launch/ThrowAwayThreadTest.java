package dev.jdock.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThrowAwayThreadTest {
  @Test
  void workIsDoneElsewhereAndByTheReturn() {
    AtomicReference<Thread> worker = new AtomicReference<>(Thread.currentThread());
    Thread.currentThread().interrupt();
    ThrowAwayThread.run("test", () -> worker.set(Thread.currentThread()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(worker.get()).isNotEqualTo(Thread.currentThread());
    assertThat(worker.get().isAlive()).isFalse();
  }

  @Test
  void nothingThatIsThrownIsLost() {
    IllegalArgumentException exception = new IllegalArgumentException("no");
    assertThatThrownBy(() ->
            ThrowAwayThread.run(
                "test",
                () -> {
                  throw exception;
                }))
        .isSameAs(exception);
    assertThatThrownBy(() ->
            ThrowAwayThread.run(
                "test",
                () -> {
                  throw new NoClassDefFoundError("missing");
                }))
        .isInstanceOf(NoClassDefFoundError.class)
        .hasMessage("missing");
  }
}
