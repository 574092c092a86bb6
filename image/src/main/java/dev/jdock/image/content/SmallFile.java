package dev.jdock.image.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that people write by hand, and that are read as a whole: Dockerfiles, lists of variables
 * and the like. The engine's memory is shared by all users: a file of more than {@value #MOST}
 * bytes, or without an end such as a device, is refused.
 */
public final class SmallFile {
  private static final int MOST = 16 << 20;

  private SmallFile() {}

  /** The content of a file. */
  public static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /** A stream to its end; not closed. */
  public static byte[] read(InputStream in) throws IOException {
    byte[] content = in.readNBytes(MOST + 1);
    if (content.length > MOST) {
      throw new IOException("file too large: more than " + (MOST >> 20) + " MiB");
    }
    return content;
  }
}
