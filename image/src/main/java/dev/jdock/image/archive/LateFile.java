package dev.jdock.image.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of known size that is opened when it is read first. Not safe for several threads. */
final class LateFile extends InputStream {
  private final Path file;
  private long left;
  private @Nullable InputStream in;

  LateFile(Path file, long size) {
    this.file = file;
    this.left = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (left == 0) {
      close();
      return -1;
    }
    InputStream open = in;
    if (open == null) {
      open = Files.newInputStream(file);
      in = open;
    }
    int count = open.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException(file.getFileName() + " has become shorter");
    }
    left -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
      in = null;
    }
  }
}
