package dev.jdock.cli.command.output;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Where a command writes the archive it was asked for: a file that {@code -o} names, or a pipe. */
public final class ArchiveOutput {
  private ArchiveOutput() {}

  /** Writes an archive. */
  @FunctionalInterface
  public interface Writer {
    void write(OutputStream archive) throws IOException, InterruptedException;
  }

  /**
   * @param file as the user wrote it; empty for standard output
   * @param failure what failed if it does, as in "failed to save image"
   * @throws CommandFailure for a terminal, and what cannot be written
   */
  public static void write(Invocation invocation, String file, String failure, Writer writer)
      throws InterruptedException {
    try {
      if (file.isEmpty()) {
        toStandardOutput(invocation, writer);
      } else {
        toFile(invocation, file, writer);
      }
    } catch (InterruptedIOException e) {
      throw new InterruptedException(failure);
    } catch (UncheckedIOException e) {
      // Behind the engine's interface, which knows nothing of the user's streams.
      throw CommandFailure.of(failure + ": " + Reason.of(e));
    } catch (IOException e) {
      throw CommandFailure.of(failure + ": " + Reason.withoutFile(e));
    }
  }

  private static void toStandardOutput(Invocation invocation, Writer writer)
      throws IOException, InterruptedException {
    if (invocation.terminal().outputIsTerminal()) {
      throw CommandFailure.of(
          "cowardly refusing to save to a terminal. Use the -o flag or redirect");
    }
    writer.write(new UserOutput(invocation.out()));
  }

  private static void toFile(Invocation invocation, String file, Writer writer)
      throws IOException, InterruptedException {
    try (OutputFile whole = OutputFile.open(invocation, file)) {
      writer.write(whole.stream());
      whole.keep();
    }
  }
}
