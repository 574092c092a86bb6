package dev.jdock.runtime.log;

import java.io.IOException;

/** Somebody else who keeps logs. One thread sends and closes. */
interface LogDestination extends AutoCloseable {
  /**
   * @throws IOException when the line is lost
   */
  void send(LogLine line) throws IOException;

  /** From any thread: whoever is sending gets an exception before long. */
  void giveUp();

  @Override
  void close();
}
