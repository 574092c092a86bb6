package dev.jdock.cli.engine;

import dev.jdock.image.error.Reason;
import dev.jdock.linux.Fd;
import dev.jdock.linux.process.OwnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that takes the engine's standard output and error, the JVM's own messages included. */
final class EngineLog implements AutoCloseable {
  /** Two files of so many bytes at most, plus what is written between two rotations. */
  private static final long LIMIT = 4 << 20;

  private static final int MODE = 0600;

  private final Fd fd;

  private EngineLog(Fd fd) {
    this.fd = fd;
  }

  /** Opens the log to append to it; a full one becomes {@code engine.log.1} first. */
  static EngineLog open(Path path) {
    try {
      if (isFull(path)) {
        Files.move(
            path,
            path.resolveSibling(path.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new EngineUnavailable("cannot rotate " + path + ": " + Reason.of(e), e);
    }
    return new EngineLog(Fd.open(path, Fd.O_WRONLY | Fd.O_CREAT | Fd.O_APPEND, MODE));
  }

  static boolean isFull(Path path) throws IOException {
    return Files.exists(path) && Files.size(path) > LIMIT;
  }

  /** Makes it descriptors 1 and 2 of this process. */
  void install() {
    System.out.flush();
    System.err.flush();
    OwnProcess.replaceDescriptor(fd, 1);
    OwnProcess.replaceDescriptor(fd, 2);
  }

  @Override
  public void close() {
    fd.close();
  }
}
