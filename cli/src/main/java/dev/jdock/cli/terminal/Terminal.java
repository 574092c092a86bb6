package dev.jdock.cli.terminal;

/** The terminals that the user's three standard descriptors are connected to. */
public interface Terminal {
  boolean inputIsTerminal();

  boolean outputIsTerminal();

  boolean errorIsTerminal();

  /** Whether standard error is the file that standard output is, as by {@code 2>&1}. */
  default boolean errorIsOutput() {
    return false;
  }

  /** Size in characters; 24 by 80 where there is no terminal or it does not know. */
  Size size();

  /**
   * Puts the input terminal into raw mode (cfmakeraw(3)); closing restores it. The engine restores
   * it too when the launcher ends. Does nothing when the input is no terminal.
   */
  Mode raw();

  /** As {@link #raw}, but only without echo, line by line: for passwords. */
  Mode withoutEcho();

  /** Rows and columns. */
  record Size(int rows, int columns) {}

  /** A changed terminal mode. */
  interface Mode extends AutoCloseable {
    @Override
    void close();
  }
}
