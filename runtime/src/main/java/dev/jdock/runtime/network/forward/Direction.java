package dev.jdock.runtime.network.forward;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.socket.InetSocket;
import dev.jdock.linux.socket.SplicePipe;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that go one way. It has a pipe only while the receiver takes less than the sender has
 * sent.
 */
final class Direction {
  /** After so many bytes others have their turn. */
  private static final long TURN_BYTES = 1 << 20;

  private final ForwardLoop loop;
  private final InetSocket from;
  private final InetSocket to;
  private @Nullable SplicePipe pipe;
  private boolean readable;
  private boolean writable;
  private boolean done;

  Direction(ForwardLoop loop, InetSocket from, InetSocket to) {
    this.loop = loop;
    this.from = from;
    this.to = to;
  }

  /** There may be something to read, if it is true; nothing new is known if not. */
  void readable(boolean now) {
    readable |= now;
  }

  /** Likewise of what can be written. */
  void writable(boolean now) {
    writable |= now;
  }

  /** Whether the stream has come to its end, and the receiver knows. */
  boolean isDone() {
    return done;
  }

  /**
   * Moves what can be moved now.
   *
   * @return whether it stopped before that, to give others their turn
   * @throws SyscallException when a connection is lost
   */
  boolean move() {
    long moved = 0;
    while (!done && writable && (readable || pipe != null) && moved < TURN_BYTES) {
      moved += pass();
    }
    return !done && moved >= TURN_BYTES;
  }

  private long pass() {
    SplicePipe through = pipe;
    if (through == null) {
      through = loop.takePipe();
      pipe = through;
      long filled = through.fill(from, SplicePipe.BYTES);
      if (filled <= 0) {
        readable = false;
        release();
        if (filled == 0) {
          to.endOutput();
          done = true;
        }
        return 0;
      }
    }
    long drained = through.drain(to);
    if (through.isEmpty()) {
      release();
    } else if (drained < 0) {
      writable = false;
    }
    return Math.max(0, drained);
  }

  private void release() {
    SplicePipe old = pipe;
    pipe = null;
    if (old != null) {
      loop.giveBack(old);
    }
  }

  void close() {
    release();
  }
}
