package dev.jdock.runtime.log;

import dev.jdock.runtime.io.OutputPump;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Cuts one output stream into lines, and lines of more than 16 KiB into parts, as Docker does. */
final class LineSplitter implements OutputPump.Receiver {
  static final int MAX_ENTRY = 16 << 10;

  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final Consumer<byte[]> entries;

  LineSplitter(Consumer<byte[]> entries) {
    this.entries = entries;
  }

  @Override
  public boolean receive(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      boolean newline = bytes[i] == '\n';
      if (newline || pending.size() + i + 1 - start >= MAX_ENTRY) {
        pending.write(bytes, start, i + 1 - start);
        emit();
        start = i + 1;
      }
    }
    pending.write(bytes, start, length - start);
    return true;
  }

  private void emit() {
    entries.accept(pending.toByteArray());
    pending.reset();
  }

  @Override
  public void ended() {
    if (pending.size() > 0) {
      emit();
    }
  }
}
