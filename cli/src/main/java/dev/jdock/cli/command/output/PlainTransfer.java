package dev.jdock.cli.command.output;

import dev.jdock.image.transfer.TransferEvent;
import java.io.PrintStream;

/** A line for each event; amounts are left out, as Docker does where there is no terminal. */
final class PlainTransfer implements TransferDisplay {
  private final PrintStream out;
  private boolean begun;

  PlainTransfer(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void tell(TransferEvent event) {
    begun = true;
    if (!event.hasProgress()) {
      out.println((event.id().isEmpty() ? "" : event.id() + ": ") + event.status());
      out.flush();
    }
  }

  @Override
  public synchronized boolean begun() {
    return begun;
  }

  @Override
  public void close() {}
}
