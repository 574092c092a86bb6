package dev.jdock.api.http;

import org.jspecify.annotations.Nullable;

/** A request that is being handled, as its connection sees it. */
final class Work {
  private boolean bodyEnded;
  private boolean done;
  private boolean cancelled;
  private @Nullable Thread thread;

  /**
   * @param bodyEnded whether there is no body to be read
   */
  Work(boolean bodyEnded) {
    this.bodyEnded = bodyEnded;
  }

  /** Runs it on the current thread. */
  void run(Runnable handling) {
    synchronized (this) {
      thread = Thread.currentThread();
      if (cancelled) {
        thread.interrupt();
      }
    }
    try {
      handling.run();
    } finally {
      synchronized (this) {
        thread = null;
        done = true;
        // An interrupt that came late is not for whatever the thread does next.
        Thread.interrupted();
        notifyAll();
      }
    }
  }

  synchronized void bodyEnded() {
    bodyEnded = true;
    notifyAll();
  }

  /** Interrupts it, if it still runs, or as soon as it does. */
  synchronized void cancel() {
    cancelled = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Waits until the body has been read, or all is done.
   *
   * @return whether the body has been read
   */
  synchronized boolean awaitBody() throws InterruptedException {
    while (!bodyEnded && !done) {
      wait();
    }
    return bodyEnded;
  }

  synchronized void awaitEnd() throws InterruptedException {
    while (!done) {
      wait();
    }
  }
}
