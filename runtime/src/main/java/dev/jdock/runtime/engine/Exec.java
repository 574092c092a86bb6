package dev.jdock.runtime.engine;

/** A process started by {@link Execs#start}. */
public interface Exec extends AutoCloseable {
  String id();

  /**
   * Blocks until the process has ended and its output is delivered, and returns its exit code; or
   * until the detach keys have come on the standard input, and returns 0.
   */
  int await() throws InterruptedException;

  /** Whether {@link #await} returned because of the detach keys; the process goes on then. */
  boolean detached();

  void resize(int rows, int columns);

  void signal(String signal);

  /** Disconnects the streams; the process goes on. */
  @Override
  void close();
}
