package dev.jdock.linux.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RawDeflaterTest {
  private static final byte[] END = {3, 0};

  /** ISA-L where it is installed. */
  static Stream<Supplier<RawDeflater>> deflaters() {
    Stream<Supplier<RawDeflater>> zlib = Stream.of(ZlibDeflater::new);
    return Isal.isAvailable()
        ? Stream.concat(zlib, Stream.of(() -> new IsalDeflater(Isal.library())))
        : zlib;
  }

  private static byte[] inflate(byte[] deflated, int size) throws DataFormatException {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(deflated);
      byte[] result = new byte[size + 1];
      int count = 0;
      for (int read; (read = inflater.inflate(result, count, result.length - count)) > 0; ) {
        count += read;
      }
      assertThat(inflater.finished()).isTrue();
      return Arrays.copyOf(result, count);
    }
  }

  @ParameterizedTest
  @MethodSource("deflaters")
  void blocksOfAnySizeMakeOneStream(Supplier<RawDeflater> deflaters) throws Exception {
    Random random = new Random(1);
    try (RawDeflater deflater = deflaters.get()) {
      for (int round = 0; round < 60; round++) {
        byte[] content = new byte[random.nextInt(1 << random.nextInt(1, 19))];
        for (int i = 0; i < content.length; i++) {
          content[i] = (byte) (i / 3000 % 2 == 0 ? random.nextInt() : random.nextInt(3));
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int part = 1 + random.nextInt(300_000);
        for (int at = 0; at < content.length; at += part) {
          int end = Math.min(content.length, at + part);
          byte[] dictionary =
              Arrays.copyOfRange(content, Math.max(0, at - RawDeflater.DICTIONARY), at);
          byte[] block = Arrays.copyOfRange(content, at, end);
          byte[] out = new byte[100 + random.nextInt(100_000)];
          int length;
          while ((length = deflater.deflate(block, block.length, dictionary, out)) > out.length) {
            out = new byte[2 * out.length];
          }
          stream.write(out, 0, length);
        }
        stream.writeBytes(END);
        assertThat(inflate(stream.toByteArray(), content.length)).isEqualTo(content);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("deflaters")
  void findsInTheDictionaryWhatTheBlockRepeats(Supplier<RawDeflater> deflaters) {
    byte[] random = new byte[30_000];
    new Random(2).nextBytes(random);
    try (RawDeflater deflater = deflaters.get()) {
      byte[] out = new byte[40_000];
      assertThat(deflater.deflate(random, random.length, new byte[0], out)).isGreaterThan(30_000);
      assertThat(deflater.deflate(random, random.length, random, out)).isLessThan(3_000);
    }
  }

  @Test
  void librariesAreTriedBeforeTheyAreUsed() {
    try (RawDeflater deflater = RawDeflater.create();
        RawInflater inflater = RawInflater.create()) {
      assertThat(deflater instanceof IsalDeflater).isEqualTo(inflater instanceof IsalInflater);
    }
  }
}
