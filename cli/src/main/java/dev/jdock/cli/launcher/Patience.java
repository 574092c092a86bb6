package dev.jdock.cli.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long this process waits for the engine to accept its command: after some seconds it
 * prints what it is waiting for, and at the limit the process ends.
 */
final class Patience {
  private static final int FAILED = 125;
  private static final int DEFAULT_SECONDS = 120;
  private static final int LONGEST_SECONDS = 86_400;
  private static final int NOTICE_SECONDS = 3;

  private final CountDownLatch over = new CountDownLatch(1);
  private final int seconds;
  private final Path log;
  private volatile String awaited = "start";

  private Patience(int seconds, Path log) {
    this.seconds = seconds;
    this.log = log;
  }

  /**
   * @param seconds JDOCK_WAIT_SECONDS, null for the default
   */
  static Patience of(@Nullable String seconds, Path log) throws IOException {
    Patience patience = new Patience(seconds == null ? DEFAULT_SECONDS : number(seconds), log);
    Thread.ofPlatform().daemon().name("patience").start(patience::watch);
    return patience;
  }

  private static int number(String text) throws IOException {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= LONGEST_SECONDS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IOException("JDOCK_WAIT_SECONDS is not a number of seconds: " + text);
  }

  /** Sets what the engine is expected to do next: start, answer, end. */
  void awaits(String what) {
    awaited = what;
  }

  /** Ends the limit: the command runs, for any time. */
  void end() {
    over.countDown();
  }

  @SuppressWarnings("SystemExitOutsideMain") // the main thread waits where nothing wakes it
  private void watch() {
    try {
      int first = Math.min(NOTICE_SECONDS, seconds);
      if (over.await(first, TimeUnit.SECONDS)) {
        return;
      }
      if (first < seconds) {
        System.err.println("jdock: waiting for the engine to " + awaited);
      }
      if (!over.await(seconds - first, TimeUnit.SECONDS)) {
        System.err.println(
            "jdock: the engine did not %s within %d s: see %s".formatted(awaited, seconds, log));
        Runtime.getRuntime().halt(FAILED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
