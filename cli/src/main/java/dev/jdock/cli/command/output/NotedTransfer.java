package dev.jdock.cli.command.output;

import dev.jdock.image.transfer.TransferEvent;
import dev.jdock.image.transfer.TransferProgress;
import java.io.PrintStream;

/**
 * A transfer on standard output, whose notes go to standard error: they are said to who is quiet,
 * too, and scripts read what Docker prints.
 */
public record NotedTransfer(TransferDisplay display, PrintStream err) implements TransferProgress {
  @Override
  public void tell(TransferEvent event) {
    display.tell(event);
  }

  @Override
  public void note(String line) {
    err.println(line);
    err.flush();
  }
}
