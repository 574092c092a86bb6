package dev.jdock.cli.engine;

import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The right to write below a state root, held by one process at a time. */
final class RootLock implements AutoCloseable {
  private static final long RETRY_NANOS = 20_000_000;

  private final FileChannel file;

  private RootLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Waits so long for an engine that is just leaving, or not ready yet.
   *
   * @param served whether the engine that holds it can be asked by now
   * @return empty when it can
   */
  static Optional<RootLock> take(Path root, Duration patience, BooleanSupplier served) {
    long deadline = System.nanoTime() + patience.toNanos();
    Path path = root.resolve("engine.lock");
    try {
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (tryLock(file) == null) {
        if (served.getAsBoolean()) {
          file.close();
          return Optional.empty();
        }
        if (System.nanoTime() > deadline) {
          file.close();
          throw new EngineUnavailable("another engine holds " + root + " and does not answer");
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
      return Optional.of(new RootLock(file));
    } catch (IOException e) {
      throw new EngineUnavailable("cannot lock " + Reason.of(e), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer as for any other one.
      return null;
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
