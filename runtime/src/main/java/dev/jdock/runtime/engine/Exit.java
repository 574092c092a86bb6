package dev.jdock.runtime.engine;

/** An end of a container that a caller waits for. */
public interface Exit {
  /** Blocks until the condition holds, and returns the exit code. */
  int await() throws InterruptedException;
}
