package dev.jdock.image.build.solve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FlightsTest {
  private static final Digest KEY = key("a");

  private final Flights flights = new Flights();
  private final Map<Digest, String> results = new ConcurrentHashMap<>();
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch atWork = new CountDownLatch(1);
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    List<Runnable> _ = threads.shutdownNow();
  }

  private static Digest key(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private String once(Digest key, Flights.Work<String> work) throws Exception {
    return flights.once(
        key,
        () -> Optional.ofNullable(results.get(key)),
        waiting::countDown,
        () -> {
          String result = work.call();
          results.put(key, result);
          return result;
        });
  }

  private String counted() {
    return "result " + done.incrementAndGet();
  }

  /** At work until somebody else waits for it. */
  private String slowly() throws InterruptedException {
    atWork.countDown();
    waiting.await();
    return counted();
  }

  @Test
  void equalStepsAreCarriedOutOnce() throws Exception {
    Future<String> first = threads.submit(() -> once(KEY, this::slowly));
    atWork.await();
    Future<String> second = threads.submit(() -> once(KEY, this::counted));
    assertThat(List.of(first.get(), second.get())).containsExactly("result 1", "result 1");
  }

  @Test
  void differentStepsDoNotWaitForEachOther() throws Exception {
    Future<String> first = threads.submit(() -> once(KEY, this::slowly));
    atWork.await();
    assertThat(once(key("b"), this::counted)).isEqualTo("result 1");
    waiting.countDown();
    assertThat(first.get()).isEqualTo("result 2");
  }

  @Test
  void waitingStepTakesOverFromOneThatFails() throws Exception {
    Future<String> failing =
        threads.submit(() ->
            once(
                KEY,
                () -> {
                  String _ = slowly();
                  throw JdockException.invalid("no");
                }));
    atWork.await();
    assertThat(once(KEY, this::counted)).isEqualTo("result 2");
    assertThat(failing).failsWithin(java.time.Duration.ofSeconds(10));
  }

  @Test
  void waitingStepTakesOverFromOneThatIsCancelled() throws Exception {
    Future<String> cancelled =
        threads.submit(() ->
            once(
                KEY,
                () -> {
                  atWork.countDown();
                  new CountDownLatch(1).await();
                  return counted();
                }));
    atWork.await();
    Future<String> next = threads.submit(() -> once(KEY, this::counted));
    waiting.await();
    cancelled.cancel(true);
    assertThat(next.get()).isEqualTo("result 1");
  }

  @Test
  void ofManyEqualStepsOneIsCarriedOut() throws ExecutionException, InterruptedException {
    var all = new ArrayList<Future<String>>();
    for (int i = 0; i < 50; i++) {
      all.add(threads.submit(() -> once(KEY, this::counted)));
    }
    for (Future<String> each : all) {
      assertThat(each.get()).isEqualTo("result 1");
    }
  }
}
