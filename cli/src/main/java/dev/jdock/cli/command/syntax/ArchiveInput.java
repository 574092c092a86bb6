package dev.jdock.cli.command.syntax;

import dev.jdock.cli.Invocation;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command reads an archive from: a file that {@code -i} names, or a pipe. */
public final class ArchiveInput {
  private ArchiveInput() {}

  /** Reads an archive. */
  @FunctionalInterface
  public interface Reader {
    void read(InputStream archive) throws InterruptedException;
  }

  /**
   * @param file as the user wrote it; empty for standard input
   * @param command its name, for the message that there is nothing to read
   * @throws CommandFailure for a terminal, and a file that cannot be read
   */
  public static void read(Invocation invocation, String file, String command, Reader reader)
      throws InterruptedException {
    if (file.isEmpty()) {
      if (invocation.terminal().inputIsTerminal()) {
        throw CommandFailure.of("requested " + command + " from stdin, but stdin is empty");
      }
      reader.read(invocation.in());
      return;
    }
    Path path = invocation.resolve(file);
    if (Files.isDirectory(path)) {
      throw CommandFailure.of("read " + file + ": is a directory");
    }
    try (InputStream archive = Files.newInputStream(path)) {
      reader.read(archive);
    } catch (IOException e) {
      throw CommandFailure.of("open " + file + ": " + Reason.withoutFile(e));
    }
  }
}
