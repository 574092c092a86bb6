package dev.jdock.runtime.io;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A queue of work on streams, which is done in order, one piece at a time. The threads alternate
 * between lanes.
 */
public final class Lane {
  private final LaneWorkers workers;
  private final Queue<Turn> turns = new ArrayDeque<>();
  private boolean waiting;

  /** A piece of work in a lane; the buffer belongs to the worker. */
  @FunctionalInterface
  interface Turn {
    void take(byte[] buffer);
  }

  Lane(LaneWorkers workers) {
    this.workers = workers;
  }

  void add(Turn turn) {
    synchronized (this) {
      turns.add(turn);
      if (waiting) {
        return;
      }
      waiting = true;
    }
    workers.add(this);
  }

  /** Does what has waited longest; the lane is in no other worker's hands. */
  void serve(byte[] buffer) {
    Turn turn;
    synchronized (this) {
      turn = turns.remove();
    }
    LaneWorkers.perform(() -> turn.take(buffer));
    synchronized (this) {
      if (turns.isEmpty()) {
        waiting = false;
        return;
      }
    }
    workers.add(this);
  }
}
