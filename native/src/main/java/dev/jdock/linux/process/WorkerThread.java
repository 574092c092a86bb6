package dev.jdock.linux.process;

/**
 * The end of a thread that works for another one, which waits for it whatever happens: what the
 * thread uses is released afterwards.
 */
public final class WorkerThread {
  private WorkerThread() {}

  /** Interrupts it, and waits as {@link #await}. */
  public static void end(Thread thread) {
    thread.interrupt();
    await(thread);
  }

  /** Returns when it has ended, also where the caller is interrupted, which it then still is. */
  public static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
