package dev.jdock.image.layer;

/** The end of a thread that works for another one. */
final class WorkerThread {
  private WorkerThread() {}

  /** Interrupts it, and returns when it has ended, also where the caller is interrupted itself. */
  static void end(Thread thread) {
    thread.interrupt();
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
