package dev.jdock.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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
    pump.read(pipe[0], receiver);
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
    OutputPump.Source source = pump.read(pipe[0], new Ending(new CountDownLatch(1), () -> {}));
    Thread.currentThread().interrupt();
    pump.close();
    source.resume();
    assertThat(Thread.interrupted()).isTrue();
    pipe[1].close();
  }
}
