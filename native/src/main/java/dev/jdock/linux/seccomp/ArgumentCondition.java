package dev.jdock.linux.seccomp;

/**
 * A comparison of one system call argument, all values unsigned.
 *
 * @param index of the argument, 0 to 5
 * @param mask applied to the argument before it is compared; {@link #WHOLE} for all 64 bits, {@link
 *     #INT} for those of an int
 * @param value to compare with
 */
public record ArgumentCondition(int index, long mask, Comparison comparison, long value) {
  public static final long WHOLE = -1L;
  public static final long INT = 0xffffffffL;

  /** The relation that must hold between the masked argument and the value. */
  public enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  public ArgumentCondition {
    if (index < 0 || index > 5) {
      throw new IllegalArgumentException("a system call has no argument " + index);
    }
  }
}
