package dev.jdock.runtime.engine;

/** Streams connected to a container. */
public interface Attachment extends AutoCloseable {
  /** Why an attachment ended. */
  enum End {
    /** The container's output is over and delivered. */
    OUTPUT_ENDED,
    /** The user typed the detach keys. */
    DETACHED,
    /** Nobody reads the output any more. */
    BROKEN
  }

  End await() throws InterruptedException;

  /** Disconnects; the container goes on. */
  @Override
  void close();
}
