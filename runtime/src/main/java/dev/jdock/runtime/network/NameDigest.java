package dev.jdock.runtime.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * SHA-256 of a short text, FIPS 180-4. Every engine names its networks with it before it serves:
 * the JVM's {@link java.security.MessageDigest} looks through its providers first, which takes
 * longer than all networks of an engine. Layers and blobs are the JVM's to sum up: it uses the
 * processor's instructions.
 */
final class NameDigest {
  private static final int BLOCK_BYTES = 64;
  private static final int ROUNDS = 64;
  private static final int WORDS = 8;

  /** First 32 bits of the fractions of the square roots of the first eight primes. */
  private static final int[] START = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  /** First 32 bits of the fractions of the cube roots of the first 64 primes. */
  private static final int[] OF_ROUND = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private NameDigest() {}

  /** 64 hexadecimal digits. */
  static String of(String text) {
    ByteBuffer padded = padded(text.getBytes(StandardCharsets.UTF_8));
    int[] sum = START.clone();
    while (padded.hasRemaining()) {
      add(padded, sum);
    }
    HexFormat hex = HexFormat.of();
    StringBuilder digits = new StringBuilder();
    for (int word : sum) {
      digits.append(hex.toHexDigits(word));
    }
    return digits.toString();
  }

  /** Whole blocks: the text, a one, zeros, and in the last 64 bits the text's length in bits. */
  private static ByteBuffer padded(byte[] text) {
    int blocks = (text.length + 1 + Long.BYTES + BLOCK_BYTES - 1) / BLOCK_BYTES;
    ByteBuffer padded = ByteBuffer.allocate(blocks * BLOCK_BYTES);
    padded.put(text).put((byte) 0x80);
    padded.putLong(padded.capacity() - Long.BYTES, (long) text.length * Byte.SIZE);
    return padded.rewind();
  }

  /** Takes the next block into the sum. The names are those of the standard, section 6.2.2. */
  private static void add(ByteBuffer blocks, int[] sum) {
    int[] w = schedule(blocks);
    int a = sum[0];
    int b = sum[1];
    int c = sum[2];
    int d = sum[3];
    int e = sum[4];
    int f = sum[5];
    int g = sum[6];
    int h = sum[7];
    for (int t = 0; t < ROUNDS; t++) {
      int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
      int t1 = h + s1 + (e & f ^ ~e & g) + OF_ROUND[t] + w[t];
      int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
      int t2 = s0 + (a & b ^ a & c ^ b & c);
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    int[] block = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < WORDS; i++) {
      sum[i] += block[i];
    }
  }

  private static int[] schedule(ByteBuffer blocks) {
    int[] w = new int[ROUNDS];
    for (int t = 0; t < BLOCK_BYTES / Integer.BYTES; t++) {
      w[t] = blocks.getInt();
    }
    for (int t = BLOCK_BYTES / Integer.BYTES; t < ROUNDS; t++) {
      int x = w[t - 15];
      int y = w[t - 2];
      int s0 = Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ x >>> 3;
      int s1 = Integer.rotateRight(y, 17) ^ Integer.rotateRight(y, 19) ^ y >>> 10;
      w[t] = s1 + w[t - 7] + s0 + w[t - 16];
    }
    return w;
  }
}
