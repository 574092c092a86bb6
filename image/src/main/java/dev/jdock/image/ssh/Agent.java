package dev.jdock.image.ssh;

import java.io.IOException;

/** Has keys, and signs with them. */
@FunctionalInterface
public interface Agent {

  /**
   * Begins a conversation with one client.
   *
   * @throws IOException when the agent cannot be reached
   */
  Conversation open() throws IOException;

  /** Of one client with the agent; not for several threads. Closing it ends a wait in it. */
  interface Conversation extends AutoCloseable {
    /**
     * @param request a message without its length
     * @return the answer, without its length
     * @throws IOException when the agent is gone
     */
    byte[] answer(byte[] request) throws IOException;

    @Override
    void close();
  }
}
