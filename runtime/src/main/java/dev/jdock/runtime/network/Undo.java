package dev.jdock.runtime.network;

/** Taking back what was done before a step failed. */
final class Undo {
  private Undo() {}

  /** What goes wrong then does not hide what went wrong before. */
  static void after(RuntimeException failure, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
