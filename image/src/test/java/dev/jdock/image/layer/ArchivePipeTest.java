package dev.jdock.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArchivePipeTest {

  @Test
  void countsAllBytesTheLastOfTheBufferToo() throws InterruptedException {
    long count = ArchivePipe.run(out -> out.write(new byte[100_001]), InputStream::readAllBytes);
    assertThat(count).isEqualTo(100_001);
  }

  @Test
  void theWriterHasEndedWhenTheReadersFailureIsTold() {
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch writes = new CountDownLatch(1);
    assertThatThrownBy(() ->
            ArchivePipe.run(
                _ -> {
                  try {
                    writes.countDown();
                    new CountDownLatch(1).await();
                  } finally {
                    ended.set(true);
                  }
                },
                _ -> {
                  awaitUninterrupted(writes);
                  throw new IOException("no space left on device");
                }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no space left on device");
    assertThat(ended).isTrue();
  }

  @Test
  void anInterruptEndsBoth() {
    Thread caller = Thread.currentThread();
    assertThatThrownBy(() ->
            ArchivePipe.run(
                _ -> {
                  caller.interrupt();
                  new CountDownLatch(1).await();
                },
                InputStream::readAllBytes))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
