package dev.jdock.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueuedWriterTest {
  private static final int CHUNK = 32 << 10;

  private final CountDownLatch resumed = new CountDownLatch(1);
  private final CountDownLatch broken = new CountDownLatch(1);
  private final QueuedWriter writer =
      new QueuedWriter("test", resumed::countDown, broken::countDown);

  /** Does not write before it is let go. */
  private static final class Stalled extends OutputStream {
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public void write(int value) throws IOException {
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void writesInOrderAcrossStreamsAndEndsWithThem() throws Exception {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    var out = writer.to(target);
    var err = writer.to(target);
    writer.start();
    out.receive("1x".getBytes(), 1);
    err.receive("2".getBytes(), 1);
    out.receive("3".getBytes(), 1);
    out.ended();
    err.ended();
    writer.awaitDelivered();
    assertThat(target).hasToString("123");
  }

  @Test
  void holdsItsSourceUpInsteadOfGrowing() throws Exception {
    Stalled target = new Stalled();
    var receiver = writer.to(target);
    writer.start();
    int taken = 1;
    while (receiver.receive(new byte[CHUNK], CHUNK)) {
      taken++;
    }
    assertThat(taken * CHUNK).isEqualTo(256 << 10);
    assertThat(resumed.getCount()).isEqualTo(1);
    target.go.countDown();
    resumed.await();
    receiver.ended();
    writer.awaitDelivered();
  }

  @Test
  void refusedStreamIsResumedThoughTheOtherOneFindsRoomMeanwhile() throws Exception {
    Semaphore go = new Semaphore(0);
    Semaphore written = new Semaphore(0);
    OutputStream target =
        new OutputStream() {
          @Override
          public void write(int value) {
            throw new AssertionError("not in one piece");
          }

          @Override
          public void write(byte[] bytes) {
            go.acquireUninterruptibly();
            written.release();
          }
        };
    var out = writer.to(target);
    var err = writer.to(target);
    writer.start();
    int taken = 1;
    while (out.receive(new byte[CHUNK], CHUNK)) {
      taken++;
    }
    go.release(3);
    written.acquire(3);
    // At least two chunks are counted as written by now: there is room, but not for half of it all.
    assertThat(err.receive(new byte[1], 1)).isTrue();
    go.release(taken);
    resumed.await();
    out.ended();
    err.ended();
    writer.awaitDelivered();
  }

  @Test
  void readerThatIsGoneIsReportedAndHoldsNobodyUp() throws Exception {
    var receiver =
        writer.to(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException("broken pipe");
              }
            });
    writer.start();
    receiver.receive(new byte[1], 1);
    broken.await();
    for (int i = 0; i < 100; i++) {
      assertThat(receiver.receive(new byte[CHUNK], CHUNK)).isTrue();
    }
    writer.awaitDelivered();
  }

  @Test
  void tellsWhenAllIsWritten() throws Exception {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    CompletableFuture<String> delivered = new CompletableFuture<>();
    var receiver = writer.to(target);
    writer.start(Thread::start, () -> delivered.complete(target.toString()));
    receiver.receive("all".getBytes(), 3);
    assertThat(delivered).isNotDone();
    receiver.ended();
    assertThat(delivered.get()).isEqualTo("all");
  }

  @Test
  void tellsOfItsEndWhenItIsClosed() throws Exception {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    writer.to(new ByteArrayOutputStream());
    writer.start(Thread::start, () -> over.complete(true));
    writer.close();
    assertThat(over.get()).isTrue();
  }

  @Test
  void closingThrowsAwayWhatWaits() throws Exception {
    Stalled target = new Stalled();
    var receiver = writer.to(target);
    writer.start();
    while (receiver.receive(new byte[CHUNK], CHUNK)) {
      assertThat(broken.getCount()).isEqualTo(1);
    }
    writer.close();
    resumed.await();
    target.go.countDown();
    writer.awaitDelivered();
  }
}
