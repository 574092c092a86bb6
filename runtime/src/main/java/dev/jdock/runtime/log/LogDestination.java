package dev.jdock.runtime.log;

import java.io.IOException;

/** Another program that stores logs. One thread sends and closes. */
interface LogDestination extends AutoCloseable {
  /**
   * @throws IOException when the line is lost
   */
  void send(LogLine line) throws IOException;

  /** May be called by any thread; a send that is in progress fails soon. */
  void giveUp();

  @Override
  void close();
}
