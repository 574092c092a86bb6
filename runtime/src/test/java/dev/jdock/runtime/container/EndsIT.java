package dev.jdock.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Spawn;
import dev.jdock.runtime.io.OutputPump;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EndsIT {
  /** As a pool is when the machine has no thread left. */
  private static final class NoThreads extends AbstractExecutorService {
    @Override
    public void execute(Runnable command) {
      throw new OutOfMemoryError("unable to create native thread");
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  private static PidFd program(String name, String... arguments) {
    return PidFd.open(
        new Spawn("/bin/" + name, List.of(arguments), List.of())
            .open(0, "/dev/null", Fd.O_RDWR)
            .closeFrom(3)
            .run());
  }

  @Test
  void noEndIsLostWhereNoThreadCanBeStarted() throws Exception {
    try (OutputPump pump = new OutputPump();
        Ends ends = new Ends(pump, new NoThreads());
        PidFd first = program("true", "true");
        PidFd second = program("true", "true")) {
      CountDownLatch both = new CountDownLatch(2);
      AtomicInteger codes = new AtomicInteger();
      for (PidFd process : List.of(first, second)) {
        ends.watch(
            process,
            () -> {
              codes.addAndGet(process.waitExit());
              both.countDown();
              throw new IllegalStateException("one that fails is not the last");
            });
      }
      assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(codes).hasValue(0);
    }
  }

  @Test
  void whatIsKilledIsReapedAndClosed() {
    try (OutputPump pump = new OutputPump();
        Ends ends = new Ends(pump, new NoThreads())) {
      PidFd process = program("sleep", "sleep", "600");
      ends.kill(process);
      assertThat(process.fd().isOpen()).isFalse();
    }
  }
}
