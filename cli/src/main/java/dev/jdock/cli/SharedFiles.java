package dev.jdock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files of a process that sees what the engine sees: a path is what it says. */
record SharedFiles(@Nullable Path directory, long pid) implements CallerFiles {
  @Override
  public Path workingDirectory() {
    if (directory == null) {
      throw CallerPathException.noWorkingDirectory();
    }
    return directory;
  }

  @Override
  public Path target(Path named) {
    return DescriptorPath.of(named, pid).orElse(named);
  }

  @Override
  public Path destination(Path named) throws IOException {
    Path file = target(named);
    if (!file.equals(named)) {
      return file;
    }
    if (Files.exists(named)) {
      return named.toRealPath();
    }
    // A link to a file that is not there yet stays one, too.
    return Files.isSymbolicLink(named)
        ? named.resolveSibling(Files.readSymbolicLink(named)).normalize()
        : named;
  }

  @Override
  public Path entry(Path named) {
    return named;
  }

  @Override
  public Path real(Path named) throws IOException {
    return named.toRealPath();
  }

  @Override
  public boolean sharesWithEngine(Path named) {
    return true;
  }

  @Override
  public CallerFiles scope() {
    return this;
  }

  @Override
  public void close() {}
}
