package dev.jdock.api.stream;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Two outputs in one stream: each piece with a head of eight bytes, the number of its output, three
 * zeros and its length (Docker Engine API, "Stream format" of {@code ContainerAttach}).
 */
public final class FramedOutput {
  private static final int HEAD = 8;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int LARGEST = 64 << 10;

  private final OutputStream out;
  private byte[] frame = new byte[HEAD + (4 << 10)];

  public FramedOutput(OutputStream out) {
    this.out = out;
  }

  public OutputStream stdout() {
    return new Channel(STDOUT);
  }

  public OutputStream stderr() {
    return new Channel(STDERR);
  }

  /** Writes a piece of one output, whole. */
  public void write(boolean standardError, byte[] bytes, int offset, int length)
      throws IOException {
    write(standardError ? STDERR : STDOUT, bytes, offset, length);
  }

  private synchronized void write(int number, byte[] bytes, int offset, int length)
      throws IOException {
    for (int done = 0; done < length; done += LARGEST) {
      int part = Math.min(LARGEST, length - done);
      if (frame.length < HEAD + part) {
        frame = new byte[HEAD + LARGEST];
      }
      frame[0] = (byte) number;
      frame[4] = (byte) (part >>> 24);
      frame[5] = (byte) (part >>> 16);
      frame[6] = (byte) (part >>> 8);
      frame[7] = (byte) part;
      System.arraycopy(bytes, offset + done, frame, HEAD, part);
      out.write(frame, 0, HEAD + part);
    }
  }

  private synchronized void flushAll() throws IOException {
    out.flush();
  }

  private final class Channel extends OutputStream {
    private final int number;

    Channel(int number) {
      this.number = number;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      FramedOutput.this.write(number, bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      flushAll();
    }
  }
}
