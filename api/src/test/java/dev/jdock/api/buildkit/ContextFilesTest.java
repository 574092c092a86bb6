package dev.jdock.api.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ContextFilesTest {
  private static final byte[] ARCHIVE = new byte[1 << 20];

  @Test
  void readsAllThatAThreadWroteWhichEndsBeforeTheArchiveDoes() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    AtomicReference<byte[]> received = new AtomicReference<>();
    ContextFiles.through(
        out -> {
          Thread packing = Thread.ofPlatform().start(() -> writeTo(out));
          packing.join();
          read.await();
        },
        in -> {
          byte[] first = in.readNBytes(ARCHIVE.length);
          read.countDown();
          assertThat(in.read()).isEqualTo(-1);
          received.set(first);
        });
    assertThat(received.get()).isEqualTo(ARCHIVE);
  }

  @Test
  void tellsTheSendersFailureWhereTheReaderFailsBecauseOfIt() {
    assertThatThrownBy(() ->
            ContextFiles.through(
                out -> {
                  out.write(1);
                  throw new IOException("the client went away");
                },
                ContextFilesTest::readTwo))
        .isInstanceOf(JdockException.class)
        .hasMessage("the client went away");
  }

  @Test
  void tellsTheReadersFailureAndStopsASenderThatWrites() {
    assertThatThrownBy(() ->
            ContextFiles.through(
                out -> {
                  while (true) {
                    out.write(ARCHIVE);
                  }
                },
                _ -> {
                  throw new IOException("no space left on device");
                }))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("no space left on device");
  }

  private static void writeTo(OutputStream out) {
    try {
      out.write(ARCHIVE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void readTwo(InputStream in) throws IOException {
    if (in.readNBytes(2).length < 2) {
      throw new EOFException("truncated");
    }
  }
}
