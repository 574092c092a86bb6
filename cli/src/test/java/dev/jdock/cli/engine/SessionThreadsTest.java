package dev.jdock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SessionThreadsTest {
  private final SessionThreads threads = new SessionThreads();

  private String nameWithin(String name) {
    CompletableFuture<String> seen = new CompletableFuture<>();
    threads.start(name, () -> seen.complete(Thread.currentThread().getName()));
    return seen.join();
  }

  @Test
  void threadHasTheNameOfWhatItDoes() {
    assertThat(nameWithin("command 1")).isEqualTo("command 1");
    assertThat(nameWithin("command 2")).isEqualTo("command 2");
  }

  @Test
  void nobodyWaitsForAThread() {
    CountDownLatch both = new CountDownLatch(2);
    CompletableFuture<Boolean> met = new CompletableFuture<>();
    for (int i = 0; i < 2; i++) {
      threads.start(
          "waiting",
          () -> {
            both.countDown();
            try {
              both.await();
              met.complete(true);
            } catch (InterruptedException e) {
              met.completeExceptionally(e);
            }
          });
    }
    assertThat(met.join()).isTrue();
  }
}
