package dev.jdock.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VolumeLocksTest {
  private final VolumeLocks locks = new VolumeLocks();
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aVolumeThatHangsKeepsNoOtherWaiting() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread hanging =
        Thread.ofPlatform()
            .start(() ->
                locks.run(
                    "far",
                    () -> {
                      inside.countDown();
                      await(release);
                      done.add("far");
                    }));
    await(inside);

    locks.run("near", () -> done.add("near"));
    Thread second = Thread.ofPlatform().start(() -> locks.run("far", () -> done.add("second")));
    while (second.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    assertThat(done).containsExactly("near");
    release.countDown();
    hanging.join();
    second.join();
    assertThat(done).containsExactly("near", "far", "second");
  }

  @Test
  void failedWorkGivesTheLockBack() {
    assertThatThrownBy(() ->
            locks.run(
                "a",
                () -> {
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    locks.run("a", () -> done.add("a"));
    assertThat(done).containsExactly("a");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
