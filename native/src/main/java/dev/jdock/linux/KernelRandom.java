package dev.jdock.linux;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import java.util.random.RandomGenerator;

/**
 * Random numbers of the kernel, getrandom(2), as unpredictable as those of {@link
 * java.security.SecureRandom}, which reads the same source. That one looks through the JVM's
 * providers first, which takes 10 to 30 ms of a process's start.
 */
public final class KernelRandom implements RandomGenerator {
  /** So many bytes come at once and whole, whatever signals arrive. */
  private static final int WHOLE = 256;

  @Override
  public void nextBytes(byte[] bytes) {
    byte[] part = new byte[Math.min(bytes.length, WHOLE)];
    for (int filled = 0; filled < bytes.length; filled += part.length) {
      fill(part);
      System.arraycopy(part, 0, bytes, filled, Math.min(part.length, bytes.length - filled));
    }
  }

  @Override
  public long nextLong() {
    byte[] bytes = new byte[Long.BYTES];
    fill(bytes);
    long number = 0;
    for (byte each : bytes) {
      number = number << Byte.SIZE | each & 0xff;
    }
    return number;
  }

  private static void fill(byte[] part) {
    check(LIBC.getrandom(part, part.length, 0), "getrandom");
  }
}
