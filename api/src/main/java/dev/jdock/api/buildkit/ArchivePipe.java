package dev.jdock.api.buildkit;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Unpacks an archive while it is written.
 *
 * <p>Through a pipe of the kernel: {@link java.io.PipedInputStream} takes the end of the thread
 * that wrote last for the end of the writing, and a tree is packed by a thread that enters its
 * namespace and ends before the archive does.
 */
final class ArchivePipe {
  private ArchivePipe() {}

  /** Writes what there is to send. */
  @FunctionalInterface
  interface Sender {
    void send(OutputStream out) throws IOException, InterruptedException;
  }

  /** Reads an archive. */
  @FunctionalInterface
  interface Unpacking {
    void unpack(InputStream in) throws IOException;
  }

  /** Both at once; of two failures the sender's is told, as the reader's follows from it. */
  static void run(Sender sender, Unpacking unpacking) throws InterruptedException {
    try {
      Pipe pipe = Pipe.open();
      try (InputStream in = Channels.newInputStream(pipe.source());
          OutputStream out = Channels.newOutputStream(pipe.sink())) {
        run(sender, out, unpacking, in);
      }
    } catch (IOException e) {
      throw JdockException.internal("failed to read the context: " + Reason.of(e), e);
    }
  }

  private static void run(Sender sender, OutputStream out, Unpacking unpacking, InputStream in)
      throws InterruptedException {
    FutureTask<Boolean> sending =
        new FutureTask<>(() -> {
          // An end without an error would look like the whole archive.
          sender.send(out);
          out.close();
          return true;
        });
    Thread thread =
        Thread.ofPlatform().daemon().name("build context").start(() -> send(sending, in));
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
  }

  /** What failed breaks the pipe, which the reader sees as an end too early. */
  private static void send(FutureTask<Boolean> sending, InputStream in) {
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
