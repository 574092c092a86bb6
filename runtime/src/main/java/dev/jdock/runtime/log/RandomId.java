package dev.jdock.runtime.log;

import dev.jdock.linux.KernelRandom;
import java.util.HexFormat;

/** Ids in the form of a container's. */
final class RandomId {
  private static final KernelRandom RANDOM = new KernelRandom();

  private RandomId() {}

  static String next() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
