package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.RemoteRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The download of one blob from a registry, which can be read from its beginning while it is
 * received. A partial download of an earlier pull is continued.
 */
final class BlobDownload {
  private static final int BUFFER = 128 * 1024;

  private final Descriptor blob;
  private final RemoteRepository remote;
  private final Path partial;
  private final Path verified;
  private final LongConsumer progress;
  private final MessageDigest sha256 = Digest.sha256();
  private final GrowingFile file;
  private final long start;
  private final boolean there;
  private @Nullable InputStream stream;
  private boolean cancelled;

  /**
   * @param progress called often, with the number of bytes that have been received
   */
  BlobDownload(Descriptor blob, RemoteRepository remote, Downloads downloads, LongConsumer progress)
      throws IOException {
    this.blob = blob;
    this.remote = remote;
    this.partial = downloads.partial(blob.digest());
    this.verified = downloads.verified(blob.digest());
    this.progress = progress;
    // Checked again: what a power cut left of it may be anything.
    this.there = size(verified) == blob.size();
    long before = there ? blob.size() : size(partial);
    this.start = before > blob.size() ? 0 : before;
    this.file = new GrowingFile(there ? verified : partial, start);
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** The blob's bytes, as they come; the caller closes it. */
  InputStream read() throws IOException {
    return file.read();
  }

  /**
   * Fetches what is missing and checks all of it. What is there stays for a later download, but for
   * what has been found wrong.
   *
   * @throws JdockException in Docker's words
   */
  void run() throws IOException {
    try (file) {
      long count = start;
      checkCancelled();
      digestOld();
      progress.accept(count);
      if (count < blob.size()) {
        count += fetch();
      }
      verify(count);
      file.complete();
    } catch (IOException | RuntimeException | Error e) {
      file.fail(e);
      if (isDiskFull(e) || size(partial) == 0) {
        Files.deleteIfExists(partial);
      }
      throw e;
    }
    if (!there) {
      Files.move(partial, verified, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void digestOld() throws IOException {
    if (start == 0) {
      return;
    }
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(there ? verified : partial)) {
      for (int read; (read = in.read(buffer)) >= 0; ) {
        sha256.update(buffer, 0, read);
      }
    }
  }

  private long fetch() throws IOException {
    byte[] buffer = new byte[BUFFER];
    long fetched = 0;
    try (InputStream in = open()) {
      for (int read; (read = in.read(buffer)) >= 0; ) {
        if (start + fetched + read > blob.size()) {
          throw wrong("more than its " + blob.size() + " bytes");
        }
        file.append(buffer, read);
        sha256.update(buffer, 0, read);
        fetched += read;
        progress.accept(start + fetched);
      }
      return fetched;
    } finally {
      synchronized (this) {
        stream = null;
      }
    }
  }

  private InputStream open() throws IOException {
    InputStream in = remote.blob(blob, start);
    synchronized (this) {
      if (!cancelled) {
        stream = in;
        return in;
      }
    }
    in.close();
    throw new IOException("context canceled");
  }

  private void verify(long count) throws IOException {
    if (count < blob.size()) {
      throw new JdockException(
          JdockException.Kind.UNAVAILABLE,
          "layer %s: unexpected EOF after %d of %d bytes"
              .formatted(blob.digest(), count, blob.size()));
    }
    if (!Digest.of(sha256).equals(blob.digest())) {
      throw wrong(null);
    }
  }

  private synchronized void checkCancelled() throws IOException {
    if (cancelled) {
      throw new IOException("context canceled");
    }
  }

  /** Keeps nothing for a later download; for when this one has ended. */
  void forget() throws IOException {
    Files.deleteIfExists(partial);
    Files.deleteIfExists(verified);
  }

  /** Gives up a download that has not been {@link #run}. */
  void close() throws IOException {
    file.close();
  }

  private JdockException wrong(@Nullable String why) throws IOException {
    forget();
    return JdockException.invalid(
        "filesystem layer verification failed for digest "
            + blob.digest()
            + (why == null ? "" : ": " + why));
  }

  /** Whether it was continued from a partial download, which may have caused the failure. */
  boolean resumed() {
    return start > 0;
  }

  /** Ends {@link #run}, also where it waits for the registry; from any thread. */
  void cancel() {
    InputStream open;
    synchronized (this) {
      cancelled = true;
      open = stream;
    }
    file.fail(new IOException("context canceled"));
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is given up anyway.
        return;
      }
    }
  }

  static boolean isDiskFull(Throwable e) {
    return e instanceof IOException
        && String.valueOf(e.getMessage()).contains("No space left on device");
  }
}
