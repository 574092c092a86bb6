package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A user's folder, which is made with those above it if it is not there, for the user alone.
 *
 * @param shown as the user wrote it
 */
record UserFolder(Invocation invocation, String shown) implements BuildOutput.Folder {
  private static final int MODE = 0700;

  @Override
  public void write(Filler filler) throws IOException, InterruptedException {
    Path named = invocation.absolute(shown);
    Deque<Path> made = new ArrayDeque<>();
    boolean written = false;
    try {
      make(named, made);
      Path path = invocation.files().target(named);
      try (Directory folder = Directory.open(path)) {
        filler.to(folder, path);
      }
      written = true;
    } finally {
      if (!written) {
        remove(made);
      }
    }
  }

  private void make(@Nullable Path named, Deque<Path> made) throws IOException {
    if (named == null || Files.exists(invocation.files().target(named))) {
      return;
    }
    make(named.getParent(), made);
    Path path = invocation.files().target(named);
    try {
      Files.createDirectory(path);
      Files.setAttribute(path, "unix:mode", MODE);
    } catch (IOException e) {
      throw new IOException("mkdir " + named + ": " + Reason.withoutFile(e), e);
    }
    made.push(path);
  }

  private static void remove(Deque<Path> made) throws IOException {
    try {
      for (Path path : made) {
        Files.deleteIfExists(path);
      }
    } catch (DirectoryNotEmptyException e) {
      // Somebody else has found a use for it.
      return;
    }
  }
}
