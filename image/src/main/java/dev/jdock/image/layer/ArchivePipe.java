package dev.jdock.image.layer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Lets one write an archive while another one unpacks it.
 *
 * <p>Through a pipe of the kernel: {@link java.io.PipedInputStream} takes the end of the thread
 * that wrote last for the end of the writing, and a tree is packed by a thread that enters its
 * namespace and ends before the archive does.
 */
public final class ArchivePipe {
  private static final int BUFFER = 64 << 10;

  private ArchivePipe() {}

  /** Writes the archive. */
  @FunctionalInterface
  public interface Writing {
    void to(OutputStream archive) throws IOException, InterruptedException;
  }

  /** Reads it. */
  @FunctionalInterface
  public interface Reading {
    void from(InputStream archive) throws IOException;
  }

  /**
   * Both at once. A failure of the writer counts before the reader's, which only follows from it.
   * The writer has ended when this returns, unless the caller is interrupted.
   *
   * @return how many bytes went through
   * @throws UncheckedIOException for an IOException of either
   */
  public static long run(Writing writing, Reading reading) throws InterruptedException {
    try {
      Pipe pipe = Pipe.open();
      try (InputStream in = Channels.newInputStream(pipe.source());
          OutputStream out = Channels.newOutputStream(pipe.sink())) {
        return run(new FutureTask<>(() -> write(writing, out)), reading, in);
      }
    } catch (ClosedByInterruptException e) {
      // The channel leaves the thread interrupted, the exception says it.
      boolean _ = Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long run(FutureTask<Long> writer, Reading reading, InputStream in)
      throws IOException, InterruptedException {
    Thread thread =
        Thread.ofPlatform().daemon().name("archive-writer").start(() -> run(writer, in));
    try {
      reading.from(in);
      // What follows the archive's end.
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | RuntimeException e) {
      if (writer.isDone()) {
        long _ = result(writer);
      }
      in.close();
      thread.interrupt();
      thread.join();
      throw e;
    }
    return result(writer);
  }

  /** An end without an error would look like the whole archive. */
  private static long write(Writing writing, OutputStream out) throws Exception {
    var counted = new CountingOutput(new BufferedOutputStream(out, BUFFER));
    writing.to(counted);
    counted.close();
    return counted.count();
  }

  /** A failure breaks the pipe, which the reader sees as an end too early. */
  private static void run(FutureTask<Long> writer, InputStream in) {
    writer.run();
    if (writer.state() == FutureTask.State.FAILED) {
      try {
        in.close();
      } catch (IOException closing) {
        return;
      }
    }
  }

  private static long result(FutureTask<Long> writer) throws IOException, InterruptedException {
    try {
      return writer.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case InterruptedException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
