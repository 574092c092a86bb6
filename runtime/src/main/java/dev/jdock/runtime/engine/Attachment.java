package dev.jdock.runtime.engine;

/** Streams connected to a container. */
public interface Attachment extends AutoCloseable {
  /** Why an attachment ended. */
  enum End {
    /** The container's output is over and delivered. */
    OUTPUT_ENDED,
    /** The detach keys came on the standard input. */
    DETACHED,
    /** The client does not read the output any more. */
    BROKEN
  }

  End await() throws InterruptedException;

  /** Disconnects; the container goes on. */
  @Override
  void close();
}
