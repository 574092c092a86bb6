package dev.jdock.cli.command.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** One of the user's streams: written at once, and failing when its reader has closed it. */
public final class UserOutput extends OutputStream {
  private final PrintStream stream;

  public UserOutput(PrintStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    stream.write(bytes, offset, length);
    // checkError flushes too.
    if (stream.checkError()) {
      throw new IOException("the user's stream is closed");
    }
  }

  @Override
  public void flush() {
    stream.flush();
  }
}
