package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.transfer.LayerTransfers.Follower;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The transfer of one layer from a registry into the store: downloaded on one thread, and at the
 * same time uncompressed on a second and unpacked on a third.
 */
final class LayerTransfer {
  private static final long PROGRESS_NANOSECONDS = 100_000_000;
  private static final int CANCEL_SECONDS = 2;

  private final Descriptor blob;
  private final Digest diffId;
  private final RemoteRepository remote;
  private final LayerTransfers home;
  private final Downloads downloads;
  private final String id;
  private final boolean permitted;
  private final Thread thread;
  private final CompletableFuture<Void> result = new CompletableFuture<>();
  private final List<EventQueue> followers = new ArrayList<>();
  private @Nullable BlobDownload download;
  private @Nullable LayerUnpacking unpacking;
  private @Nullable TransferEvent last;
  private long lastAmount;
  private boolean cancelled;

  /**
   * @param permitted whether it has a permit to fetch already
   */
  LayerTransfer(
      Descriptor blob,
      Digest diffId,
      RemoteRepository remote,
      LayerTransfers home,
      boolean permitted) {
    this.permitted = permitted;
    this.blob = blob;
    this.diffId = diffId;
    this.remote = remote;
    this.home = home;
    this.downloads = home.downloads();
    this.id = TransferEvent.shortId(blob.digest());
    this.thread = Thread.ofPlatform().daemon().name("layer-" + id).unstarted(this::run);
  }

  Descriptor blob() {
    return blob;
  }

  Digest diffId() {
    return diffId;
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  void start() {
    thread.start();
  }

  synchronized Follower follow(EventQueue events) {
    followers.add(events);
    if (last != null) {
      events.tell(last);
    }
    return new Follower() {
      @Override
      public CompletableFuture<Void> done() {
        return result;
      }

      @Override
      public void leave() {
        LayerTransfer.this.leave(events);
      }

      @Override
      public void awaitEnd() {
        if (cancelled()) {
          LayerTransfer.this.awaitEnd();
        }
      }
    };
  }

  private void leave(EventQueue events) {
    synchronized (this) {
      if (!followers.remove(events) || !followers.isEmpty() || result.isDone()) {
        return;
      }
      cancelled = true;
      if (download != null) {
        download.cancel();
      }
      if (unpacking != null) {
        unpacking.cancel();
      }
    }
    thread.interrupt();
  }

  private void awaitEnd() {
    try {
      result.get(CANCEL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      // It ends in its own time.
      return;
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whoever waits gets whatever it is
  private void run() {
    Throwable failure = null;
    try {
      if (!permitted) {
        tell("Waiting");
        home.fetching().acquire();
      }
      transfer();
    } catch (IOException e) {
      failure = JdockException.internal(reason(e), e);
    } catch (InterruptedException e) {
      failure = new JdockException(JdockException.Kind.INTERNAL, "context canceled", e);
    } catch (Exception | Error e) {
      failure = e;
    }
    home.ended(this);
    if (failure == null) {
      result.complete(null);
    } else {
      result.completeExceptionally(failure);
    }
  }

  private String reason(IOException e) {
    return BlobDownload.isDiskFull(e)
        ? "write " + id + ": no space left on device"
        : String.valueOf(e.getMessage());
  }

  /** Begins with a permit to fetch, which it gives back when all has been fetched. */
  private void transfer() throws IOException, InterruptedException {
    LayerUnpacking unpack;
    try {
      try {
        unpack = fetch();
      } catch (JdockException e) {
        if (e.kind() != JdockException.Kind.INVALID || !resumed() || cancelled()) {
          throw e;
        }
        // What an earlier pull left was not what the registry has: once more, from the start.
        unpack = fetch();
      }
    } finally {
      home.fetching().release();
    }
    tell("Verifying Checksum");
    tell("Download complete");
    finish(unpack);
  }

  /** Fetches all of the blob; it is being unpacked then, or has been. */
  private LayerUnpacking fetch() throws IOException, InterruptedException {
    BlobDownload fetch = new BlobDownload(blob, remote, downloads, this::fetched);
    LayerUnpacking unpack = unpacking(fetch);
    try {
      register(fetch, unpack);
      fetch.run();
      unpack.downloaded(null);
      return unpack;
    } catch (IOException | RuntimeException | Error e) {
      unpack.downloaded(e);
      unpack.ended();
      if (unpack.reasonToStop().isPresent()) {
        JdockException reason = unpack.reasonToStop().get();
        if (reason.kind() == JdockException.Kind.INVALID) {
          // Nobody goes on from bytes that are no layer.
          fetch.forget();
        }
        throw reason;
      }
      throw e;
    }
  }

  private LayerUnpacking unpacking(BlobDownload fetch) throws IOException {
    try {
      LayerUnpacking unpack = new LayerUnpacking(blob, diffId, fetch, home, this::unpacked);
      unpack.start();
      return unpack;
    } catch (IOException | RuntimeException | Error e) {
      fetch.close();
      throw e;
    }
  }

  private synchronized boolean resumed() {
    return download != null && download.resumed();
  }

  /** Cancels both at once if the transfer was cancelled before they were known. */
  private synchronized void register(BlobDownload fetch, LayerUnpacking unpack) {
    download = fetch;
    unpacking = unpack;
    if (cancelled) {
      fetch.cancel();
      unpack.cancel();
    }
  }

  private void finish(LayerUnpacking unpack) throws IOException, InterruptedException {
    boolean keep = false;
    try {
      unpack.await();
      // Only here is it known what comes out of the blob.
      home.layers().addBlob(diffId, blob, remote.name().name());
    } catch (InterruptedException e) {
      keep = true;
      unpack.cancel();
      unpack.ended();
      throw e;
    } finally {
      boolean unpacked = home.layers().find(diffId).isPresent();
      if (unpacked) {
        downloads.keepLayer(diffId);
      }
      if (unpacked || !keep && !cancelled()) {
        Files.deleteIfExists(downloads.verified(blob.digest()));
      }
    }
    tell("Pull complete");
  }

  private void fetched(long count) {
    amount("Downloading", count);
  }

  private void unpacked(long count) {
    amount("Extracting", count);
  }

  /** Both run at the same time; the user sees the progress of the one that ends later. */
  private synchronized void amount(String status, long count) {
    long now = System.nanoTime();
    boolean whole = count == blob.size();
    if ((whole || now - lastAmount >= PROGRESS_NANOSECONDS) && blob.size() > 0) {
      lastAmount = now;
      tell(new TransferEvent(id, status, count, blob.size()));
    }
  }

  private void tell(String status) {
    tell(TransferEvent.of(id, status));
  }

  private synchronized void tell(TransferEvent event) {
    last = event;
    followers.forEach(follower -> follower.tell(event));
  }
}
