package dev.jdock.image.transfer;

import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.store.LayerStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Layers on their way into the store. A request for a layer whose transfer is running joins it; the
 * transfer is cancelled when the last follower has left. Thread-safe.
 */
final class LayerTransfers {
  // As many as Docker has; unpacking is held to the same number, for the memory's sake.
  private static final int AT_ONCE = 3;

  private final LayerStore layers;
  private final Downloads downloads;
  private final Semaphore fetching = new Semaphore(AT_ONCE, true);
  private final Semaphore unpacking = new Semaphore(AT_ONCE, true);
  private final Map<Digest, LayerTransfer> running = new HashMap<>();

  LayerTransfers(LayerStore layers, Downloads downloads) {
    this.layers = layers;
    this.downloads = downloads;
  }

  /** One who waits for a layer. */
  interface Follower {

    /** Comes to its end when the store has the layer, or fails in Docker's words. */
    CompletableFuture<Void> done();

    /** Leaves the transfer, which is cancelled when the last follower has left. */
    void leave();

    /** After {@link #leave}: waits a little while for what has been cancelled. */
    void awaitEnd();
  }

  /**
   * Joins the transfer of a layer, or starts it.
   *
   * @param diffId the digest that the unpacked layer must have
   * @param remote where it is fetched from, if this request is the first
   * @param events called under locks, so it must not block
   */
  synchronized Follower join(
      Descriptor blob, Digest diffId, RemoteRepository remote, EventQueue events)
      throws InterruptedException {
    LayerTransfer transfer = running.get(blob.digest());
    while (transfer != null && (transfer.cancelled() || !transfer.diffId().equals(diffId))) {
      wait();
      transfer = running.get(blob.digest());
    }
    if (transfer == null) {
      // Here and not on the transfer's thread: who comes first is served first.
      boolean permitted = fetching.tryAcquire();
      transfer = new LayerTransfer(blob, diffId, remote, this, permitted);
      // Before the start, or what happens first would not be heard.
      Follower follower = transfer.follow(events);
      running.put(blob.digest(), transfer);
      start(transfer, permitted);
      return follower;
    }
    return transfer.follow(events);
  }

  private void start(LayerTransfer transfer, boolean permitted) {
    boolean started = false;
    try {
      transfer.start();
      started = true;
    } finally {
      // There may be no more threads to have.
      if (!started) {
        running.remove(transfer.blob().digest());
        if (permitted) {
          fetching.release();
        }
      }
    }
  }

  LayerStore layers() {
    return layers;
  }

  Downloads downloads() {
    return downloads;
  }

  Semaphore fetching() {
    return fetching;
  }

  Semaphore unpacking() {
    return unpacking;
  }

  synchronized void ended(LayerTransfer transfer) {
    running.remove(transfer.blob().digest(), transfer);
    notifyAll();
  }

  synchronized boolean anyRunning() {
    return !running.isEmpty();
  }
}
