package dev.jdock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class IdlenessTest {
  private static final Duration CALM = Duration.ofMillis(50);

  private final Idleness idleness = new Idleness(Duration.ofMinutes(1));

  @Test
  void calmFollowsAVisitThatIsOver() throws Exception {
    idleness.enter();
    CompletableFuture<Long> calm = calm(0);
    assertThatThrownBy(() -> calm.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    idleness.leave();
    assertThat(calm.get()).isEqualTo(1);
  }

  @Test
  void withoutAnotherVisitThereIsNoOtherCalm() throws Exception {
    idleness.enter();
    idleness.leave();
    assertThat(idleness.awaitCalm(0, CALM)).isEqualTo(1);
    CompletableFuture<Long> calm = calm(1);
    assertThatThrownBy(() -> calm.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    idleness.enter();
    idleness.leave();
    assertThat(calm.get()).isEqualTo(2);
  }

  private CompletableFuture<Long> calm(long known) {
    return calm(known, CALM);
  }

  private CompletableFuture<Long> calm(long known, Duration patience) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return idleness.awaitCalm(known, patience);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  @Test
  void nobodyIsCalmWhileSomebodyIsThereHoweverShortACalmMayBe() throws Exception {
    idleness.enter();
    CompletableFuture<Long> calm = calm(0, Duration.ZERO);
    assertThatThrownBy(() -> calm.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    idleness.leave();
    assertThat(calm.get()).isEqualTo(1);
  }

  @Test
  void aVisitIsOverAtOnce() throws InterruptedException {
    Idleness idleness = new Idleness(Duration.ofHours(1));
    idleness.visit();
    assertThat(idleness.awaitCalm(0, Duration.ZERO)).isEqualTo(1);
    idleness.awaitNobody(Duration.ZERO);
  }

  @Test
  void theFirstIsAwaitedUntilItIsOverAndNoLonger() throws Exception {
    idleness.awaitFirst(Duration.ZERO);
    idleness.enter();
    CompletableFuture<Void> over =
        CompletableFuture.runAsync(
            () -> {
              try {
                idleness.awaitFirst(Duration.ofHours(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            task -> Thread.ofPlatform().daemon().start(task));
    assertThatThrownBy(() -> over.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    idleness.leave();
    over.get();
    idleness.enter();
    idleness.awaitFirst(Duration.ofHours(1));
  }
}
