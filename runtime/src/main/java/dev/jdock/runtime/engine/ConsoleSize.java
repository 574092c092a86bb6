package dev.jdock.runtime.engine;

/**
 * The size that a process's terminal has from its beginning, in characters. Both 0 is none: the
 * terminal gets its size later, by its client.
 */
public record ConsoleSize(int rows, int columns) {
  public static final ConsoleSize NONE = new ConsoleSize(0, 0);

  public ConsoleSize {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException("negative: " + rows + " " + columns);
    }
  }

  /** Whether a terminal takes it. */
  public boolean given() {
    return rows != 0 || columns != 0;
  }
}
