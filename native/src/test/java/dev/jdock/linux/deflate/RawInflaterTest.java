package dev.jdock.linux.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RawInflaterTest {
  private static final int MOST = 4 << 20;

  /** ISA-L where it is installed. */
  static Stream<Supplier<RawInflater>> inflaters() {
    Stream<Supplier<RawInflater>> zlib = Stream.of(ZlibInflater::new);
    return Isal.isAvailable()
        ? Stream.concat(zlib, Stream.of(() -> new IsalInflater(Isal.library())))
        : zlib;
  }

  private static byte[] content(Random random, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      int back = random.nextInt(1, 40000);
      if (i > back && random.nextInt(4) > 0) {
        for (int n = random.nextInt(300); n > 0 && i < size; n--, i++) {
          bytes[i] = bytes[i - back];
        }
      } else {
        bytes[i] = (byte) random.nextInt(random.nextInt(1, 257));
      }
    }
    return bytes;
  }

  private static byte[] deflate(byte[] content, int level, int strategy) {
    try (Deflater deflater = new Deflater(level, true)) {
      deflater.setStrategy(strategy);
      deflater.setInput(content);
      deflater.finish();
      byte[] result = new byte[content.length + 1000];
      int length = 0;
      while (!deflater.finished()) {
        length += deflater.deflate(result, length, result.length - length);
      }
      return Arrays.copyOf(result, length);
    }
  }

  /** Everything that comes out, the input given in pieces and taken in pieces. */
  private static byte[] inflate(RawInflater inflater, byte[] in, Random random)
      throws DataFormatException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    byte[] target = new byte[200_000];
    while (true) {
      int count = inflater.inflate(target, 0, 1 + random.nextInt(target.length));
      if (count > 0) {
        out.write(target, 0, count);
      } else if (inflater.finished() || at == in.length || out.size() > MOST) {
        return out.toByteArray();
      } else {
        int part = Math.min(in.length - at, 1 + random.nextInt(1 << random.nextInt(18)));
        inflater.input(in, at, part);
        at += part;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("inflaters")
  void givesBackWhatWasDeflatedInWhateverPieces(Supplier<RawInflater> inflaters) throws Exception {
    Random random = new Random(1);
    try (RawInflater inflater = inflaters.get()) {
      for (int i = 0; i < 100; i++) {
        byte[] content = content(random, random.nextInt(1 << random.nextInt(1, 20)));
        byte[] deflated = deflate(content, random.nextInt(10), random.nextInt(3));
        inflater.reset();
        assertThat(inflate(inflater, deflated, random)).isEqualTo(content);
        assertThat(inflater.finished()).isTrue();
        assertThat(inflater.unused()).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("inflaters")
  void tellsWhatComesAfterTheEndEvenIfItCameWithFormerInput(Supplier<RawInflater> inflaters)
      throws Exception {
    byte[] content = content(new Random(2), 1000);
    byte[] deflated = deflate(content, 6, Deflater.DEFAULT_STRATEGY);
    byte[] in = Arrays.copyOf(deflated, deflated.length + 20);
    byte[] target = new byte[2000];
    try (RawInflater inflater = inflaters.get()) {
      for (int first = deflated.length - 10; first < in.length; first++) {
        inflater.reset();
        inflater.input(in, 0, first);
        int end = first;
        while (inflater.inflate(target, 0, target.length) > 0 || !inflater.finished()) {
          if (!inflater.finished() && end < in.length) {
            inflater.input(in, end, 1);
            end++;
          }
        }
        assertThat(end - inflater.unused()).isEqualTo(deflated.length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("inflaters")
  void isNotFinishedByTruncatedData(Supplier<RawInflater> inflaters) throws Exception {
    byte[] deflated = deflate(content(new Random(3), 5000), 6, Deflater.DEFAULT_STRATEGY);
    try (RawInflater inflater = inflaters.get()) {
      for (int length = 0; length < deflated.length; length++) {
        inflater.reset();
        byte[] _ = inflate(inflater, Arrays.copyOf(deflated, length), new Random(length));
        assertThat(inflater.finished()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("inflaters")
  void refusesWhatIsNotDeflateData(Supplier<RawInflater> inflaters) {
    try (RawInflater inflater = inflaters.get()) {
      inflater.input(new byte[] {(byte) 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, 10);
      assertThatThrownBy(() -> inflater.inflate(new byte[100], 0, 100))
          .isInstanceOf(DataFormatException.class);
    }
  }

  /** What both take must be the same: a digest would differ, and nobody know why. */
  @Test
  void mutatedDataEndsAndGivesTheSameWithEachLibrary() {
    Random random = new Random(4);
    for (int i = 0; i < 3000; i++) {
      byte[] content = content(random, 20 + random.nextInt(3000));
      byte[] deflated = deflate(content, random.nextInt(10), random.nextInt(3));
      for (int n = random.nextInt(1, 5); n > 0; n--) {
        int at = random.nextInt(random.nextBoolean() ? deflated.length : 20) % deflated.length;
        deflated[at] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] expected = null;
      for (Supplier<RawInflater> inflaters : inflaters().toList()) {
        try (RawInflater inflater = inflaters.get()) {
          byte[] result = inflate(inflater, deflated, random);
          if (inflater.finished()) {
            assertThat(result).isEqualTo(expected == null ? result : expected);
            expected = result;
          }
        } catch (DataFormatException e) {
          assertThat(e).hasMessageNotContaining("internal");
        }
      }
    }
  }
}
