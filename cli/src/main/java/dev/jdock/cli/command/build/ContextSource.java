package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.BuildRequest.DockerfileSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a build reads: a folder in place, or an archive or a lone Dockerfile from standard input in
 * a temporary folder that closing deletes.
 */
record ContextSource(BuildContext context, DockerfileSource dockerfile) implements AutoCloseable {
  private static final String DEFAULT_NAME = "Dockerfile";

  /**
   * @param path folder, or {@code -}
   * @param file the Dockerfile: empty for the context's, {@code -} for standard input
   * @throws CommandFailure in buildx's words
   */
  static ContextSource open(Invocation invocation, String path, String file) {
    try {
      if (path.equals("-")) {
        throw CommandFailure.notSupported("a build context on standard input");
      }
      if (path.matches("(?:https?|git|ssh)://.*|git@.*|github\\.com/.*")) {
        throw CommandFailure.notSupported("building from a URL");
      }
      return fromFolder(invocation, path, file);
    } catch (IOException e) {
      throw CommandFailure.of("ERROR: failed to read the build context: " + e.getMessage());
    }
  }

  private static ContextSource fromFolder(Invocation invocation, String path, String file)
      throws IOException {
    Path folder = invocation.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.of(
          Files.exists(folder)
              ? "ERROR: unable to prepare context: path \"" + path + "\" is not a directory"
              : "ERROR: unable to prepare context: path \"" + path + "\" not found");
    }
    DockerfileSource dockerfile =
        switch (file) {
          case "" -> read(folder.resolve(DEFAULT_NAME), DEFAULT_NAME);
          case "-" -> new DockerfileSource(DEFAULT_NAME, invocation.in().readAllBytes());
          default -> {
            Path named = invocation.resolve(file);
            yield read(named, String.valueOf(named.getFileName()));
          }
        };
    return new ContextSource(new Folder(folder), dockerfile);
  }

  private static DockerfileSource read(Path file, String name) throws IOException {
    try {
      return new DockerfileSource(name, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw CommandFailure.of(
          "ERROR: failed to solve: failed to read dockerfile: open "
              + name
              + ": no such file or directory");
    } catch (AccessDeniedException e) {
      throw CommandFailure.of(
          "ERROR: failed to solve: failed to read dockerfile: open "
              + name
              + ": permission denied");
    }
  }

  @Override
  public void close() {
    context.close();
  }

  /** The user's own folder, which nobody deletes. */
  private record Folder(Path directory) implements BuildContext {
    @Override
    public void close() {}
  }
}
