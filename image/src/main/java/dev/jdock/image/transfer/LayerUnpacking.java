package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Bounded;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.layer.ReadAhead;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Layer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a layer while it is downloaded. The store takes it only when the download has been found
 * right, to the last byte, and the layer is the one that the image's configuration names.
 *
 * <p>The uncompressed size of a blob is not known before. What expands to more than {@value #RATIO}
 * times its size, beyond {@value #ALWAYS_ALLOWED} bytes, is a bomb and refused; and no layer may
 * take the disk's last space.
 */
final class LayerUnpacking {
  private static final long RATIO = 200;
  private static final long ALWAYS_ALLOWED = 1L << 30;
  private static final long STEP = 16L << 20;

  private final Descriptor blob;
  private final Digest diffId;
  private final BlobDownload download;
  private final InputStream in;
  private final LayerTransfers home;
  private final LongConsumer progress;
  private final Thread thread;
  private final CompletableFuture<Void> downloaded = new CompletableFuture<>();
  private final CompletableFuture<Void> result = new CompletableFuture<>();
  private volatile @Nullable JdockException reasonToStop;

  /**
   * @param progress receives the number of bytes unpacked, once the whole blob has been received
   */
  LayerUnpacking(
      Descriptor blob,
      Digest diffId,
      BlobDownload download,
      LayerTransfers home,
      LongConsumer progress)
      throws IOException {
    this.blob = blob;
    this.diffId = diffId;
    this.download = download;
    // Now: when the download is over, the file goes by another name.
    this.in = download.read();
    this.home = home;
    this.progress = progress;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("unpack-" + TransferEvent.shortId(blob.digest()))
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Called once, when the download has ended. */
  void downloaded(@Nullable Throwable failure) {
    if (failure == null) {
      downloaded.complete(null);
    } else {
      downloaded.completeExceptionally(failure);
    }
  }

  void cancel() {
    downloaded.completeExceptionally(new IOException("context canceled"));
    thread.interrupt();
  }

  /** Blocks until the store has the layer; the download must have been announced before. */
  void await() throws IOException, InterruptedException {
    try {
      result.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case JdockException known -> throw known;
        case IOException failed -> throw failed;
        case null, default -> throw JdockException.internal(String.valueOf(e.getCause()), e);
      }
    }
  }

  /** Why the download was ended from here, if it was. */
  Optional<JdockException> reasonToStop() {
    return Optional.ofNullable(reasonToStop);
  }

  /** Blocks until nothing of it runs any more. */
  void ended() throws InterruptedException {
    thread.join();
  }

  @SuppressWarnings("CatchingUnchecked") // whoever waits gets whatever it is
  private void run() {
    try (in) {
      home.unpacking().acquire();
      try {
        unpack();
      } finally {
        home.unpacking().release();
      }
      result.complete(null);
    } catch (Exception | Error e) {
      result.completeExceptionally(e);
      stopDownload(e);
    }
  }

  private void unpack() {
    try (ReadAhead tar = ReadAhead.start(thread.getName() + "-in", this::tar)) {
      Layer _ = home.layers().add(new Bounded(tar, STEP, this::checkSize), this::check);
    }
  }

  /**
   * Stops the download of a layer that cannot be unpacked. A small one is downloaded to its end:
   * its digest can show the cause.
   */
  private void stopDownload(Throwable failure) {
    if (!downloaded.isDone() && failure instanceof JdockException known && blob.size() > STEP) {
      reasonToStop = known;
      download.cancel();
    }
  }

  private InputStream tar() throws IOException {
    return Compression.uncompressed(new Counting(in));
  }

  /** Reports how much of the blob has been used. */
  private final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      count += Math.max(0, read);
      if (downloaded.isDone()) {
        progress.accept(count);
      }
      return read;
    }
  }

  private void checkSize(long count) {
    if (count > Math.max(ALWAYS_ALLOWED, RATIO * blob.size())) {
      throw JdockException.invalid(
          "layer %s: more than %d bytes come out of %d: refused"
              .formatted(blob.digest(), count, blob.size()));
    }
    home.layers().checkSpace();
  }

  private void check(Layer layer) {
    try {
      downloaded.get();
    } catch (InterruptedException e) {
      throw JdockException.internal("interrupted", e);
    } catch (ExecutionException e) {
      throw JdockException.internal("the download has failed", e);
    }
    if (!layer.diffId().equals(diffId)) {
      throw JdockException.invalid(
          "layers from manifest don't match image configuration: layer %s is %s, not %s"
              .formatted(blob.digest(), layer.diffId(), diffId));
    }
  }
}
