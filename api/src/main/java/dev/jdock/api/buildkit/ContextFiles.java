package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcCall;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.cache.KeptContext;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.layer.ArchivePipe;
import dev.jdock.runtime.engine.Builds;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Brings the files of a client's session into the engine. */
final class ContextFiles {
  private static final String UPLOAD = "moby.upload.v1.Upload/Pull";

  private final Builds builds;
  private final Session session;

  ContextFiles(Builds builds, Session session) {
    this.builds = builds;
    this.session = session;
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
        through(out -> sync.write(missing, out), kept::unpack);
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
  ReceivedContext receive(ArchivePipe.Writing sender) throws InterruptedException {
    AtomicReference<@Nullable ReceivedContext> received = new AtomicReference<>();
    try {
      through(sender, in -> received.set(builds.receive(in)));
      return Objects.requireNonNull(received.getAndSet(null));
    } finally {
      ReceivedContext unfinished = received.get();
      if (unfinished != null) {
        unfinished.close();
      }
    }
  }

  /**
   * Unpacks what is sent.
   *
   * @throws JdockException INVALID for a failure of the sender's, INTERNAL for one of the unpacking
   */
  static void through(ArchivePipe.Writing sender, ArchivePipe.Reading unpacking)
      throws InterruptedException {
    try {
      long _ = ArchivePipe.run(out -> send(sender, out), unpacking);
    } catch (UncheckedIOException e) {
      throw JdockException.internal(
          "failed to read the context: " + Reason.of(Objects.requireNonNull(e.getCause())), e);
    }
  }

  private static void send(ArchivePipe.Writing sender, OutputStream out)
      throws InterruptedException {
    try {
      sender.to(out);
    } catch (JdockException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new JdockException(JdockException.Kind.INVALID, Reason.of(e), e);
    }
  }
}
