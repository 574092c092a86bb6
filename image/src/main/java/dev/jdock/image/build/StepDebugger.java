package dev.jdock.image.build;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BiConsumer;

/** Lets a user look around where a step has failed. */
public interface StepDebugger {

  /**
   * Takes the user's terminal for a shell, until what it returns is closed.
   *
   * @param step as in the build's progress
   * @param error what was wrong, in one line
   */
  Console open(String step, String error);

  /** A user's terminal in raw mode. */
  interface Console extends AutoCloseable {
    /** Closing it wakes a thread that reads from it. */
    InputStream in();

    OutputStream out();

    /** Calls {@code size} with rows and columns: now, and whenever they have changed. */
    void follow(BiConsumer<Integer, Integer> size);

    @Override
    void close();
  }
}
