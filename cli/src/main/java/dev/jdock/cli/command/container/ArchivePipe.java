package dev.jdock.cli.command.container;

import dev.jdock.image.error.JdockException;
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
import org.jspecify.annotations.Nullable;

/** Lets one write an archive while another one unpacks it. */
final class ArchivePipe {
  private static final int BUFFER = 64 << 10;

  private ArchivePipe() {}

  /** Writes the archive. */
  @FunctionalInterface
  interface Writing {
    void to(OutputStream archive) throws IOException;
  }

  /** Reads it to its end. */
  @FunctionalInterface
  interface Reading {
    void from(InputStream archive) throws IOException;
  }

  /**
   * A failure of the writer counts before the reader's, which only follows from it.
   *
   * @return how many bytes went through
   */
  static long run(Writing writing, Reading reading) throws InterruptedException {
    try {
      Pipe pipe = Pipe.open();
      FutureTask<Long> writer = new FutureTask<>(() -> write(pipe, writing));
      Thread thread = Thread.ofPlatform().daemon().name("archive-writer").start(writer);
      try (InputStream in = Channels.newInputStream(pipe.source())) {
        reading.from(in);
      } catch (ClosedByInterruptException e) {
        throw new InterruptedException();
      } catch (IOException | RuntimeException e) {
        pipe.source().close();
        thread.interrupt();
        throw firstOf(writer, e);
      }
      return writer.get();
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long write(Pipe pipe, Writing writing) throws IOException {
    try (OutputStream out = Channels.newOutputStream(pipe.sink());
        CountingOutput counted = new CountingOutput(new BufferedOutputStream(out, BUFFER))) {
      writing.to(counted);
      counted.flush();
      return counted.count();
    }
  }

  private static RuntimeException firstOf(FutureTask<Long> writer, Exception readers)
      throws InterruptedException {
    try {
      writer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JdockException refused) {
        return refused;
      }
    }
    return unchecked(readers);
  }

  private static RuntimeException unchecked(@Nullable Throwable failure) {
    return switch (failure) {
      case RuntimeException e -> e;
      case IOException e -> new UncheckedIOException(e);
      case null, default -> new IllegalStateException(failure);
    };
  }
}
