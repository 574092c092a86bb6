package dev.jdock.cli.command.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EachArgumentTest {
  private final List<String> told = new ArrayList<>();

  @Test
  void worksOnAllAtOnceAndTellsInTheirOrder() throws InterruptedException {
    CountDownLatch lastIsDone = new CountDownLatch(1);
    int code =
        EachArgument.together(
            List.of("a", "b"),
            argument -> {
              if (argument.equals("a")) {
                lastIsDone.await();
              } else {
                lastIsDone.countDown();
              }
              return () -> told.add(argument);
            });
    assertThat(code).isZero();
    assertThat(told).containsExactly("a", "b");
  }

  @Test
  void hasNoMoreThanFiftyInHand() throws InterruptedException {
    AtomicInteger inHand = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    CyclicBarrier fifty = new CyclicBarrier(50);
    List<String> arguments = IntStream.range(0, 150).mapToObj(Integer::toString).toList();
    EachArgument.together(
        arguments,
        argument -> {
          seen.add(inHand.incrementAndGet());
          await(fifty);
          inHand.decrementAndGet();
          // Nobody takes the next before all fifty were counted.
          await(fifty);
          return () -> told.add(argument);
        });
    assertThat(told).containsExactlyElementsOf(arguments);
    assertThat(seen).hasSize(150).allMatch(number -> number <= 50);
  }

  @Test
  void failuresAreToldInOneAndKeepNobodyFromHisTurn() {
    assertThatThrownBy(() ->
            EachArgument.together(
                List.of("a", "", "c"),
                argument -> {
                  switch (argument) {
                    case "a" -> throw JdockException.conflict("a is in use");
                    case "" -> throw CommandFailure.of("no name");
                    default -> {
                      return () -> told.add(argument);
                    }
                  }
                }))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure ->
                assertThat(failure.text())
                    .isEqualTo("Error response from daemon: a is in use\nno name"));
    assertThat(told).containsExactly("c");
  }

  @Test
  void whoIsInterruptedLeavesNoneAtWork() {
    Thread caller = Thread.currentThread();
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    assertThatThrownBy(() ->
            EachArgument.together(
                List.of("a", "b"),
                argument -> {
                  try {
                    both.countDown();
                    both.await();
                    if (argument.equals("a")) {
                      caller.interrupt();
                    }
                    new CountDownLatch(1).await();
                    return () -> {};
                  } finally {
                    ended.incrementAndGet();
                  }
                }))
        .isInstanceOf(InterruptedException.class);
    boolean _ = Thread.interrupted();
    assertThat(ended).hasValue(2);
  }

  private static void await(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
