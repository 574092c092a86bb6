package dev.jdock.api.http;

/** On which thread a request is handled, and what becomes of it when its client goes away. */
public enum Manner {
  /** On the connection's own thread: nothing in it blocks. */
  BRIEF(false, false),

  /** On a thread that may block in the kernel; brought to its end in any case. */
  WORK(true, false),

  /** Likewise, and interrupted when the client goes away. */
  TRANSFER(true, true),

  /** Blocks in Java alone, so that thousands may wait; interrupted when the client goes away. */
  WAIT(false, true),

  /** Takes the connection over: the end of what the client sends is for the handler to see. */
  TAKE_OVER(true, false);

  private final boolean blocksInKernel;
  private final boolean cancellable;

  Manner(boolean blocksInKernel, boolean cancellable) {
    this.blocksInKernel = blocksInKernel;
    this.cancellable = cancellable;
  }

  boolean blocksInKernel() {
    return blocksInKernel;
  }

  boolean isCancellable() {
    return cancellable;
  }
}
