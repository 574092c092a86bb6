package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcCall;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Builds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

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
    long send(OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * A folder's files.
   *
   * @param bytes one number, which is set to how many came
   */
  ReceivedContext folder(String name, List<String> excluded, List<String> wanted, long[] bytes)
      throws InterruptedException {
    return receive(out -> SyncedFiles.receive(session, name, excluded, wanted, out), bytes);
  }

  /**
   * What the client has read from its standard input.
   *
   * @param path of the address {@code http://buildkit-session/ID} that stands for it
   */
  ReceivedContext upload(String host, String path, long[] bytes) throws InterruptedException {
    return receive(
        out -> {
          long count = 0;
          try (GrpcCall call =
              session.call(UPLOAD, Map.of("urlpath", List.of(path), "urlhost", List.of(host)))) {
            for (byte[] next = call.next(); next != null; next = call.next()) {
              // BytesMessage: data (1).
              byte[] data = ProtoMessage.parse(next).bytes(1);
              out.write(data);
              count += data.length;
            }
          }
          return count;
        },
        bytes);
  }

  /** Unpacks what is sent, an archive. */
  ReceivedContext receive(Sender sender, long[] bytes) throws InterruptedException {
    try (PipedInputStream in = new PipedInputStream(PIPE);
        PipedOutputStream out = new PipedOutputStream(in)) {
      FutureTask<Long> sending =
          new FutureTask<>(() -> {
            // An end without an error would look like the whole archive.
            long count = sender.send(out);
            out.close();
            return count;
          });
      Thread thread =
          Thread.ofPlatform().daemon().name("build context").start(() -> run(sending, in));
      ReceivedContext context = null;
      try {
        context = builds.receive(in);
        bytes[0] = sending.get();
        return context;
      } catch (ExecutionException e) {
        if (context != null) {
          context.close();
        }
        throw failure(e);
      } catch (JdockException e) {
        throw cause(sending, e);
      } finally {
        thread.interrupt();
      }
    } catch (IOException e) {
      throw JdockException.internal("failed to read the context: " + Reason.of(e), e);
    }
  }

  /** What failed breaks the pipe, which the reader sees as an end too early. */
  private static void run(FutureTask<Long> sending, InputStream in) {
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
  private static JdockException cause(FutureTask<Long> sending, JdockException readers)
      throws InterruptedException {
    if (!sending.isDone()) {
      return readers;
    }
    try {
      long _ = sending.get();
      return readers;
    } catch (ExecutionException e) {
      return failure(e);
    }
  }

  private static JdockException failure(ExecutionException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    return cause instanceof JdockException known
        ? known
        : new JdockException(JdockException.Kind.INVALID, Reason.of(cause), cause);
  }
}
