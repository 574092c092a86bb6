package dev.jdock.runtime.log;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids in the form of a container's. */
final class RandomId {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomId() {}

  static String next() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
