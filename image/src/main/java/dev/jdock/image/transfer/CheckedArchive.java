package dev.jdock.image.transfer;

import dev.jdock.image.layer.ObservedInput;
import dev.jdock.image.store.ArchiveCheck;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Checks what is read, and reports the number of bytes read so far. */
final class CheckedArchive extends ObservedInput {
  private final ArchiveCheck check;
  private final LongConsumer meter;
  private long count;

  CheckedArchive(InputStream in, ArchiveCheck check, LongConsumer meter) {
    super(in);
    this.check = check;
    this.meter = meter;
  }

  @Override
  protected void seen(byte[] bytes, int offset, int read) {
    check.update(bytes, offset, read);
    count += read;
    meter.accept(count);
  }
}
