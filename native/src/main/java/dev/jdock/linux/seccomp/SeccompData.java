package dev.jdock.linux.seccomp;

/** Offsets in {@code struct seccomp_data} (linux/seccomp.h) of a little-endian machine. */
final class SeccompData {
  static final int NUMBER = 0;
  static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;

  private SeccompData() {}

  /**
   * @param half 0 for the low 32 bits, 1 for the high ones
   */
  static int argument(int index, int half) {
    return ARGUMENTS + 8 * index + 4 * half;
  }
}
