package dev.jdock.image.build.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TasksTest {
  private final Tasks tasks = new Tasks();

  @Test
  void taskSeesResultsOfThoseItDependsOn() throws Exception {
    var one = tasks.add(List.of(), () -> 1);
    var two = tasks.add(List.of(one), () -> one.result() + 1);
    var five = tasks.add(List.of(one, two), () -> one.result() + two.result() + 2);
    tasks.run();
    assertThat(five.result()).isEqualTo(5);
  }

  @Test
  void independentTasksRunAtTheSameTime() throws Exception {
    var meeting = new CyclicBarrier(3);
    for (int i = 0; i < 3; i++) {
      tasks.add(List.of(), () -> await(meeting));
    }
    tasks.run();
    assertThat(meeting.isBroken()).isFalse();
  }

  @Test
  void taskWithSeveralDependentsStartsAllOfThem() throws Exception {
    var meeting = new CyclicBarrier(3);
    var first = tasks.add(List.of(), () -> 0);
    for (int i = 0; i < 3; i++) {
      tasks.add(List.of(first), () -> await(meeting));
    }
    tasks.run();
    assertThat(meeting.isBroken()).isFalse();
  }

  private static int await(CyclicBarrier meeting) throws InterruptedException {
    try {
      return meeting.await(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.BrokenBarrierException
        | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void firstFailureCancelsTheOthersAndIsReported() {
    var started = new CountDownLatch(1);
    var cancelled = new AtomicBoolean();
    tasks.add(
        List.of(),
        () -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            cancelled.set(true);
            throw e;
          }
          return 0;
        });
    var failing =
        tasks.add(
            List.of(),
            () -> {
              started.await();
              throw JdockException.invalid("first");
            });
    var ran = new AtomicBoolean();
    tasks.add(
        List.of(failing),
        () -> {
          ran.set(true);
          return 0;
        });
    assertThatThrownBy(tasks::run).hasMessage("first");
    assertThat(cancelled).isTrue();
    assertThat(ran).isFalse();
  }

  @Test
  void interruptStopsAllBeforeItReturns() throws Exception {
    var started = new CountDownLatch(2);
    List<String> stopped = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 2; i++) {
      tasks.add(
          List.of(),
          () -> {
            started.countDown();
            try {
              new CountDownLatch(1).await();
              return 0;
            } finally {
              stopped.add("stopped");
            }
          });
    }
    var seen = new ArrayList<String>();
    Thread build =
        Thread.ofPlatform()
            .start(() -> {
              try {
                tasks.run();
              } catch (Exception e) {
                seen.addAll(stopped);
                seen.add(e.getClass().getSimpleName());
              }
            });
    started.await();
    build.interrupt();
    build.join();
    assertThat(seen).containsExactly("stopped", "stopped", "InterruptedException");
  }
}
