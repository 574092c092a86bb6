package dev.jdock.image.transfer;

import dev.jdock.image.store.ArchiveCheck;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Checks what is read, and reports the number of bytes read so far. */
final class CheckedArchive extends FilterInputStream {
  private final ArchiveCheck check;
  private final LongConsumer meter;
  private long count;

  CheckedArchive(InputStream in, ArchiveCheck check, LongConsumer meter) {
    super(in);
    this.check = check;
    this.meter = meter;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      check.update(bytes, offset, read);
      count += read;
      meter.accept(count);
    }
    return read;
  }
}
