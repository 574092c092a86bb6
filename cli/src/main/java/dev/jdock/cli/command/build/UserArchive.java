package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.error.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A user's archive: a file, which appears when it is whole, or a stream.
 *
 * @param shown as the user wrote it; {@code -} for standard output
 */
record UserArchive(Invocation invocation, String shown) implements BuildOutput.Archive {
  private static final int BUFFER = 128 * 1024;

  @Override
  public void write(Writer writer) throws IOException, InterruptedException {
    if (shown.equals("-")) {
      OutputStream out = new BufferedOutputStream(invocation.out(), BUFFER);
      writer.to(out);
      out.flush();
      if (invocation.out().checkError()) {
        throw new IOException("write /dev/stdout: broken pipe");
      }
      return;
    }
    Path file = invocation.files().destination(invocation.absolute(shown));
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE), BUFFER)) {
        writer.to(out);
      }
      return;
    }
    replace(file, writer);
  }

  private void replace(Path file, Writer writer) throws IOException, InterruptedException {
    Path draft;
    try {
      draft = Files.createTempFile(file.resolveSibling(""), ".tmp-" + file.getFileName(), "");
    } catch (IOException e) {
      throw new IOException("open " + shown + ": " + Reason.withoutFile(e), e);
    }
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), BUFFER)) {
        writer.to(out);
      }
      Files.setAttribute(draft, "unix:mode", 0644);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
