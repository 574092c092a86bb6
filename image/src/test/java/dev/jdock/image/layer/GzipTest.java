package dev.jdock.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i / 5000 % 3 == 0 ? random.nextInt() : random.nextInt(6));
    }
    return bytes;
  }

  private static byte[] compress(Gzip gzip, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    gzip.compress(new ByteArrayInputStream(content), out);
    return out.toByteArray();
  }

  private static byte[] uncompress(byte[] gzip) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 524287, 524288, 524289, 1048576, 5_000_000})
  void makesOneMemberThatAnyReaderTakes(int size) throws IOException {
    byte[] content = content(size);
    byte[] gzip = compress(new Gzip(2), content);
    assertThat(uncompress(gzip)).isEqualTo(content);
    try (InputStream in = new GzipInput(new ByteArrayInputStream(gzip))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void givesTheSameBytesWithAnyNumberOfThreadsAndAfterOtherContent() throws IOException {
    byte[] content = content(3_000_000);
    byte[] expected = compress(new Gzip(1), content);
    Gzip used = new Gzip(3);
    byte[] _ = compress(used, content(2_000_000));
    assertThat(compress(used, content)).isEqualTo(expected);
  }

  @Test
  void sharesFewBlocksAmongManyStreams() throws Exception {
    Gzip gzip = new Gzip(1);
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      List<Callable<byte[]>> streams = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        byte[] content = content(1_500_000 + i);
        streams.add(() -> compress(gzip, content));
      }
      int i = 0;
      for (Future<byte[]> stream : executor.invokeAll(streams)) {
        assertThat(uncompress(stream.get())).isEqualTo(content(1_500_000 + i));
        i++;
      }
    }
  }

  @Test
  void failuresOfEitherSideLeaveEverythingForTheNext() throws IOException {
    Gzip gzip = new Gzip(1);
    byte[] content = content(4_000_000);
    InputStream broken =
        new ByteArrayInputStream(content) {
          @Override
          public int read(byte[] target, int offset, int length) {
            if (pos > 1_500_000) {
              throw new IllegalStateException("broken input");
            }
            return super.read(target, offset, length);
          }
        };
    OutputStream full =
        new OutputStream() {
          private int count;

          @Override
          public void write(int b) throws IOException {
            write(new byte[1], 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            if (count > 100_000) {
              throw new IOException("full");
            }
          }
        };
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> gzip.compress(broken, OutputStream.nullOutputStream()))
          .hasMessage("broken input");
      broken.reset();
      assertThatThrownBy(() -> gzip.compress(new ByteArrayInputStream(content), full))
          .hasMessage("full");
    }
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> compress(gzip, content)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Arrays.equals(uncompress(compress(gzip, content)), content)).isTrue();
  }
}
