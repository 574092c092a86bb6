package dev.jdock.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutputPumpTest {

  /** Tells of its end, and fails before if it is given something to throw. */
  private record Ending(CountDownLatch end, Runnable onBytes) implements OutputPump.Receiver {
    @Override
    public boolean receive(byte[] bytes, int length) {
      onBytes.run();
      return true;
    }

    @Override
    public void ended() {
      end.countDown();
    }
  }

  private static Fd writing(OutputPump pump, OutputPump.Receiver receiver) {
    Fd[] pipe = Fd.pipe();
    pipe[0].nonBlocking();
    pump.read(pump.lane(), pipe[0], receiver);
    return pipe[1];
  }

  @Test
  void wantOfMemoryEndsOneStreamOnly() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runnable noMemory =
        () -> {
          throw new OutOfMemoryError("as if");
        };
    try (OutputPump pump = new OutputPump();
        Fd first = writing(pump, new Ending(failed, noMemory));
        Fd second = writing(pump, new Ending(ended, read::countDown))) {
      first.writeFully("x");
      failed.await();
      second.writeFully("y");
      read.await();
      second.close();
      ended.await();
    }
    assertThat(ended.getCount()).isZero();
  }

  @Test
  void whatIsAskedForAfterTheEndIsHarmless() {
    OutputPump pump = new OutputPump();
    Fd[] pipe = Fd.pipe();
    pipe[0].nonBlocking();
    OutputPump.Source source =
        pump.read(pump.lane(), pipe[0], new Ending(new CountDownLatch(1), () -> {}));
    Thread.currentThread().interrupt();
    pump.close();
    source.resume();
    assertThat(Thread.interrupted()).isTrue();
    pipe[1].close();
  }

  /** Takes one chunk, and the next ones once it is asked for more. */
  private static final class Hesitant implements OutputPump.Receiver {
    private final Semaphore wanted = new Semaphore(0);
    private final Semaphore taken = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public boolean receive(byte[] bytes, int length) {
      taken.release();
      return wanted.tryAcquire();
    }

    @Override
    public void ended() {
      end.countDown();
    }
  }

  @Test
  void refusedStreamIsLeftAloneUntilItIsResumedAndHoldsUpNobodyElse() throws Exception {
    Hesitant hesitant = new Hesitant();
    CountDownLatch ended = new CountDownLatch(1);
    try (OutputPump pump = new OutputPump()) {
      Fd[] pipe = Fd.pipe();
      pipe[0].nonBlocking();
      OutputPump.Source source = pump.read(pump.lane(), pipe[0], hesitant);
      try (Fd stalled = pipe[1]) {
        stalled.writeFully("a");
        hesitant.taken.acquire();
        stalled.writeFully("b");
        try (Fd other = writing(pump, new Ending(ended, () -> {}))) {
          other.writeFully("x");
        }
        ended.await();
        assertThat(hesitant.taken.availablePermits()).isZero();
        hesitant.wanted.release();
        source.resume();
        hesitant.taken.acquire();
      }
      hesitant.end.await();
    }
  }

  @Test
  void oneLaneIsServedByOneWorkerAtATime() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch ends = new CountDownLatch(4);
    Runnable look =
        () -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.yield();
          inside.decrementAndGet();
        };
    try (OutputPump pump = new OutputPump()) {
      Lane lane = pump.lane();
      List<Fd> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Fd[] pipe = Fd.pipe();
        pipe[0].nonBlocking();
        pump.read(lane, pipe[0], new Ending(ends, look));
        writers.add(pipe[1]);
      }
      for (int i = 0; i < 400; i++) {
        writers.get(i % 4).writeFully("line\n");
      }
      writers.forEach(Fd::close);
      ends.await();
    }
    assertThat(most).hasValue(1);
  }
}
