package dev.jdock.cli.engine;

import java.io.IOException;
import java.util.logging.LogManager;

/**
 * Keeps nothing of what libraries log by java.util.logging; what the engine has to say it says in
 * its own log. jffi asks for a logger when it is loaded. The JDK would then read a configuration
 * and look for other ways to log in every library, a fifth of an engine's start.
 */
public final class NoLogging extends LogManager {
  /** The JDK goes on without a configuration where it cannot be read. */
  @Override
  public void readConfiguration() throws IOException {
    throw new IOException("there is none");
  }
}
