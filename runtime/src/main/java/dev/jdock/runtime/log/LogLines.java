package dev.jdock.runtime.log;

import dev.jdock.runtime.io.OutputPump;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Splits one stream into lines, and marks the parts of long ones. */
final class LogLines implements OutputPump.Receiver {
  private final Clock clock;
  private final boolean standardError;
  private final Consumer<LogLine> sink;
  private final LineSplitter splitter = new LineSplitter(this::entry);
  private LogLine.@Nullable Part before;
  private boolean ending;

  LogLines(Clock clock, boolean standardError, Consumer<LogLine> sink) {
    this.clock = clock;
    this.standardError = standardError;
    this.sink = sink;
  }

  @Override
  public boolean receive(byte[] bytes, int length) {
    return splitter.receive(bytes, length);
  }

  @Override
  public void ended() {
    ending = true;
    splitter.ended();
  }

  private void entry(byte[] bytes) {
    boolean newline = bytes[bytes.length - 1] == '\n';
    boolean last = newline || ending;
    LogLine.Part part = null;
    if (before != null) {
      part = new LogLine.Part(before.id(), before.ordinal() + 1, last);
    } else if (!last) {
      part = new LogLine.Part(RandomId.next(), 1, false);
    }
    before = last ? null : part;
    byte[] text = newline ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    sink.accept(new LogLine(clock.instant(), standardError, text, part));
  }
}
