package dev.jdock.runtime.container.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.io.Fanout;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachContainerTest {
  private static final int CHUNK = 64 << 10;
  private static final int MORE_THAN_IT_QUEUES = 16;

  private final Fanout stdout = new Fanout();
  private final Fanout stderr = new Fanout();
  private final Semaphore resumed = new Semaphore(0);

  private final AttachContainer.Side side =
      new AttachContainer.Side() {
        @Override
        public Fanout stdout() {
          return stdout;
        }

        @Override
        public Fanout stderr() {
          return stderr;
        }

        @Override
        public void resume() {
          resumed.release();
        }

        @Override
        public @Nullable OutputStream input() {
          return null;
        }

        @Override
        public void closeInput() {}
      };

  /** A client that takes nothing until it is asked to end. */
  private static final class Stalled extends OutputStream {
    private final Semaphore end = new Semaphore(0);

    @Override
    public void write(int value) {
      end.acquireUninterruptibly();
    }
  }

  private AttachContainer attach(OutputStream client, Consumer<Thread> starter) {
    Streams streams = new Streams(InputStream.nullInputStream(), client, client, new byte[0]);
    return new AttachContainer(side, streams, false, false, starter);
  }

  private boolean flood() {
    boolean more = true;
    for (int i = 0; i < MORE_THAN_IT_QUEUES; i++) {
      more = stdout.receive(new byte[CHUNK], CHUNK);
    }
    return more;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void clientThatGetsNoThreadHoldsNobodyUp(int threads) {
    Semaphore left = new Semaphore(threads);
    Consumer<Thread> starter =
        thread -> {
          if (!left.tryAcquire()) {
            throw new OutOfMemoryError("as if: unable to create native thread");
          }
          thread.start();
        };
    Stalled client = new Stalled();
    assertThatThrownBy(() -> attach(client, starter)).isInstanceOf(OutOfMemoryError.class);
    assertThat(flood()).isTrue();
    client.end.release(Integer.MAX_VALUE);
  }

  @Test
  void clientThatStallsIsWaitedForUntilItIsClosed() {
    Stalled client = new Stalled();
    AttachContainer attached = attach(client, Thread::start);
    assertThat(flood()).isFalse();
    attached.close();
    assertThat(resumed.tryAcquire()).isTrue();
    assertThat(flood()).isTrue();
    client.end.release(Integer.MAX_VALUE);
  }
}
