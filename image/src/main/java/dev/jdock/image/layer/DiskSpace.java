package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The free space of the file system that a directory is on. Unpacking leaves one hundredth of it
 * free for other programs, 256 MiB at most.
 */
public record DiskSpace(Path directory) {
  private static final long MOST_RESERVE = 256L << 20;
  private static final long STEP = 16L << 20;

  /**
   * Sees to it that something is left.
   *
   * @throws JdockException INTERNAL {@code no space left on device}
   */
  public void check() {
    try {
      FileStore disk = Files.getFileStore(directory);
      if (disk.getUsableSpace() < Math.min(MOST_RESERVE, disk.getTotalSpace() / 100)) {
        throw new JdockException(
            JdockException.Kind.INTERNAL, "write " + directory + ": no space left on device");
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot tell how full " + directory + " is", e);
    }
  }

  /** The stream, which is checked for as it is read. */
  public InputStream guarding(InputStream content) {
    return new Bounded(content, STEP, _ -> check());
  }
}
