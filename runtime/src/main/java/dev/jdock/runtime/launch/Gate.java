package dev.jdock.runtime.launch;

import dev.jdock.linux.Fd;
import dev.jdock.linux.mount.Fifo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A FIFO that holds up a spawned process before it executes its program: opening it for reading
 * waits until somebody opens it for writing (fifo(7)).
 */
final class Gate implements AutoCloseable {
  static final String NAME = "gate";

  private final Path path;
  private final Fd directory;

  Gate(Path directory) {
    this.path = directory.resolve(NAME);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Fifo.make(path, 0644);
    this.directory = Fd.open(directory, Fd.O_PATH | Fd.O_DIRECTORY);
  }

  /** The folder that holds it, for the process to change to. */
  Fd directory() {
    return directory;
  }

  /**
   * Lets the process go on, whether it waits already or not; does not wait itself (opening for both
   * directions never blocks on Linux). The descriptor keeps the FIFO open until the process is
   * past.
   */
  Fd open() {
    return Fd.open(path, Fd.O_RDWR);
  }

  @Override
  public void close() {
    directory.close();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
