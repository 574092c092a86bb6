package dev.jdock.cli.command.output;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.io.OutputStream;

/** Where a command writes the archive it was asked for: a file that {@code -o} names, or a pipe. */
public final class ArchiveOutput {
  private ArchiveOutput() {}

  /** Writes an archive. */
  @FunctionalInterface
  public interface Writer {
    void write(OutputStream archive) throws InterruptedException;
  }

  /**
   * @param file as the user wrote it; empty for standard output
   * @param what is written, for the message that it failed
   * @throws CommandFailure for a terminal, and a file that cannot be written
   */
  public static void write(Invocation invocation, String file, String what, Writer writer)
      throws InterruptedException {
    if (file.isEmpty()) {
      if (invocation.terminal().outputIsTerminal()) {
        throw CommandFailure.of(
            "cowardly refusing to save to a terminal. Use the -o flag or redirect");
      }
      writer.write(new UserOutput(invocation.out()));
      return;
    }
    try (OutputFile whole = OutputFile.open(invocation, file)) {
      writer.write(whole.stream());
      whole.keep();
    } catch (IOException e) {
      throw CommandFailure.of("failed to export " + what + ": " + Reason.withoutFile(e));
    }
  }
}
