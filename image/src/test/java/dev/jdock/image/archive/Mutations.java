package dev.jdock.image.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes, the same way for the same seed. */
final class Mutations {
  private static final int BLOCK = 512;
  private static final List<String> NUMBERS =
      List.of("77777777777", "-1", "99999999999999999999", "0", "1e9", "", "\0\0\0", "-777777");
  private static final List<String> TOKENS =
      List.of(
          "null",
          "[]",
          "{}",
          "-1",
          "1e999",
          "\"\"",
          "\"sha256:x\"",
          "true",
          "[[[[",
          "\"../..\"",
          "\"\\u0000\"",
          "9223372036854775808",
          "{\"a\":",
          "\"a\\ud800\"");

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  byte[] any(byte[] bytes) {
    byte[] out = bytes;
    for (int i = 0; i <= random.nextInt(3); i++) {
      out =
          switch (random.nextInt(6)) {
            case 0 -> flipped(out);
            case 1 -> cut(out);
            case 2 -> repeated(out);
            case 3 -> token(out);
            default -> header(out);
          };
    }
    return out;
  }

  private byte[] flipped(byte[] bytes) {
    byte[] out = bytes.clone();
    for (int i = 0; i < 1 + random.nextInt(8) && out.length > 0; i++) {
      out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  private byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }

  private byte[] repeated(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1) / BLOCK * BLOCK;
    int length = Math.min(bytes.length - from, BLOCK * (1 + random.nextInt(4)));
    byte[] out = Arrays.copyOf(bytes, bytes.length + length);
    System.arraycopy(bytes, from, out, from + length, bytes.length - from);
    return out;
  }

  /** In the place of a word of a document. */
  private byte[] token(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(20));
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    // The length stays, or blocks would never be whole again.
    String fitting = (token + " ".repeat(20)).substring(0, end - at);
    return (text.substring(0, at) + fitting + text.substring(end))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A field of a tar header, whose checksum is right again. */
  private byte[] header(byte[] bytes) {
    if (bytes.length < BLOCK) {
      return flipped(bytes);
    }
    byte[] out = bytes.clone();
    int block = random.nextInt(bytes.length / BLOCK) * BLOCK;
    int[][] fields = {
      {0, 100},
      {100, 8},
      {108, 8},
      {116, 8},
      {124, 12},
      {136, 12},
      {156, 1},
      {157, 100},
      {257, 8},
      {329, 8},
      {337, 8},
      {345, 155},
      {386, 96},
      {483, 12}
    };
    int[] field = fields[random.nextInt(fields.length)];
    switch (random.nextInt(3)) {
      case 0 -> {
        byte[] number =
            NUMBERS.get(random.nextInt(NUMBERS.size())).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(number, 0, out, block + field[0], Math.min(number.length, field[1]));
      }
      case 1 -> {
        Arrays.fill(out, block + field[0], block + field[0] + field[1], (byte) random.nextInt());
      }
      default -> {
        byte[] types = "0123456789xgLKSVMDN\0".getBytes(StandardCharsets.US_ASCII);
        out[block + 156] = types[random.nextInt(types.length)];
      }
    }
    int sum = 8 * ' ';
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? 0 : out[block + i] & 0xff;
    }
    byte[] octal = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, out, block + 148, octal.length);
    return out;
  }
}
