package dev.jdock.runtime.io;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * One output stream of a container, passed to its log and to every attached client. When a receiver
 * is too slow, the stream is not read until the receiver has caught up, so the container waits as
 * at a full pipe.
 */
public final class Fanout implements OutputPump.Receiver {
  private final List<OutputPump.Receiver> receivers = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean ended;

  /** Adds a receiver; after the end of the stream, it is notified of the end at once. */
  public void add(OutputPump.Receiver receiver) {
    receivers.add(receiver);
    if (ended && receivers.remove(receiver)) {
      receiver.ended();
    }
  }

  public void remove(OutputPump.Receiver receiver) {
    receivers.remove(receiver);
  }

  @Override
  public boolean receive(byte[] bytes, int length) {
    boolean more = true;
    for (OutputPump.Receiver receiver : receivers) {
      more &= receiver.receive(bytes, length);
    }
    return more;
  }

  @Override
  public void ended() {
    ended = true;
    for (OutputPump.Receiver receiver : List.copyOf(receivers)) {
      if (receivers.remove(receiver)) {
        receiver.ended();
      }
    }
    end.countDown();
  }

  /** Waits until the stream has ended and every receiver knows. */
  public void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        end.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
