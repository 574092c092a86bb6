package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcCall;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.cache.KeptContext;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Builds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Brings the files of a client's session into the engine. */
final class ContextFiles {
  private static final int PIPE = 256 << 10;
  private static final String UPLOAD = "moby.upload.v1.Upload/Pull";

  private final Builds builds;
  private final Session session;

  ContextFiles(Builds builds, Session session) {
    this.builds = builds;
    this.session = session;
  }

  /** Writes what there is to send. */
  @FunctionalInterface
  interface Sender {
    void send(OutputStream out) throws IOException, InterruptedException;
  }

  /** Some files of a folder, for as long as it takes to read them. */
  ReceivedContext some(String folder, List<String> paths) throws InterruptedException {
    return receive(out -> {
      try (SyncedFiles sync = SyncedFiles.open(session, folder, List.of(), paths)) {
        BitSet all = new BitSet();
        all.set(0, sync.files().size());
        sync.write(all, out);
        sync.finish();
      }
    });
  }

  /** What earlier builds have left of a folder; the caller closes it. */
  KeptContext kept(String folder) {
    return builds.keep(session.sharedKey(), folder);
  }

  /**
   * Brings a folder up to date.
   *
   * @param excluded patterns as in a .dockerignore
   * @param paths that are needed; none for all
   * @return bytes that came
   */
  long update(KeptContext kept, String folder, List<String> excluded, Collection<String> paths)
      throws InterruptedException {
    try (SyncedFiles sync = SyncedFiles.open(session, folder, excluded, paths)) {
      BitSet missing = kept.missing(sync.files());
      if (!missing.isEmpty()) {
        piped(out -> sync.write(missing, out), kept::unpack);
      }
      sync.finish();
      kept.complete();
      return sync.received();
    } catch (IOException e) {
      throw JdockException.internal("failed to read the context: " + Reason.of(e), e);
    }
  }

  /**
   * What the client has read from its standard input.
   *
   * @param path of the address {@code http://buildkit-session/ID} that stands for it
   * @param bytes one number, which is set to how many came
   */
  ReceivedContext upload(String host, String path, long[] bytes) throws InterruptedException {
    return receive(out -> {
      try (GrpcCall call =
          session.call(UPLOAD, Map.of("urlpath", List.of(path), "urlhost", List.of(host)))) {
        for (byte[] next = call.next(); next != null; next = call.next()) {
          // BytesMessage: data (1).
          byte[] data = ProtoMessage.parse(next).bytes(1);
          out.write(data);
          bytes[0] += data.length;
        }
      }
    });
  }

  /** Unpacks what is sent, an archive. */
  ReceivedContext receive(Sender sender) throws InterruptedException {
    AtomicReference<@Nullable ReceivedContext> received = new AtomicReference<>();
    try {
      piped(sender, in -> received.set(builds.receive(in)));
      return Objects.requireNonNull(received.getAndSet(null));
    } finally {
      ReceivedContext unfinished = received.get();
      if (unfinished != null) {
        unfinished.close();
      }
    }
  }

  /** Reads an archive. */
  private interface Unpacking {
    void unpack(InputStream in) throws IOException;
  }

  private static void piped(Sender sender, Unpacking unpacking) throws InterruptedException {
    try (PipedInputStream in = new PipedInputStream(PIPE);
        PipedOutputStream out = new PipedOutputStream(in)) {
      FutureTask<Boolean> sending =
          new FutureTask<>(() -> {
            // An end without an error would look like the whole archive.
            sender.send(out);
            out.close();
            return true;
          });
      Thread thread =
          Thread.ofPlatform().daemon().name("build context").start(() -> run(sending, in));
      try {
        unpacking.unpack(in);
        // What follows the archive's end.
        in.transferTo(OutputStream.nullOutputStream());
        boolean _ = sending.get();
      } catch (ExecutionException e) {
        throw failure(e);
      } catch (JdockException | IOException e) {
        throw cause(sending, e);
      } finally {
        thread.interrupt();
      }
    } catch (IOException e) {
      throw JdockException.internal("failed to read the context: " + Reason.of(e), e);
    }
  }

  /** What failed breaks the pipe, which the reader sees as an end too early. */
  private static void run(FutureTask<Boolean> sending, InputStream in) {
    sending.run();
    try {
      sending.get();
    } catch (ExecutionException | InterruptedException e) {
      try {
        in.close();
      } catch (IOException closing) {
        return;
      }
    }
  }

  /** That of the sender, if it has failed: the reader's is a consequence. */
  private static JdockException cause(FutureTask<Boolean> sending, Exception readers)
      throws InterruptedException {
    if (sending.isDone()) {
      try {
        boolean _ = sending.get();
      } catch (ExecutionException e) {
        return failure(e);
      }
    }
    return readers instanceof JdockException known
        ? known
        : JdockException.internal("failed to read the context: " + Reason.of(readers), readers);
  }

  private static JdockException failure(ExecutionException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    return cause instanceof JdockException known
        ? known
        : new JdockException(JdockException.Kind.INVALID, Reason.of(cause), cause);
  }
}
