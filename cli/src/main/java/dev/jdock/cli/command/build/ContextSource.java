package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.BuildRequest.DockerfileSource;
import dev.jdock.image.build.FolderContext;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Builds;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a build reads: a folder in place, or an archive or a lone Dockerfile from standard input in
 * a temporary folder that closing deletes.
 */
record ContextSource(BuildContext context, DockerfileSource dockerfile) implements AutoCloseable {
  private static final String DEFAULT_NAME = "Dockerfile";
  private static final String IGNORE = ".dockerignore";
  private static final String STANDARD_INPUT = "-";

  /**
   * @param path folder, or {@code -}
   * @param file the Dockerfile: empty for the context's, {@code -} for standard input
   * @throws CommandFailure in buildx's words
   * @throws JdockException for an archive that cannot be unpacked
   */
  static ContextSource open(Builds builds, Invocation invocation, String path, String file) {
    try {
      if (path.equals(STANDARD_INPUT)) {
        return received(builds, invocation, file);
      }
      if (path.matches("(?:https?|git|ssh)://.*|git@.*|github\\.com/.*")) {
        throw CommandFailure.notSupported("building from a URL");
      }
      return fromFolder(invocation, path, file);
    } catch (IOException e) {
      throw CommandFailure.of("ERROR: failed to read the build context: " + Reason.withoutFile(e));
    }
  }

  private static ContextSource received(Builds builds, Invocation invocation, String file)
      throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      throw CommandFailure.of(
          "ERROR: invalid argument: can't use stdin for both build context and dockerfile");
    }
    ReceivedContext context = builds.receive(invocation.in());
    try {
      return new ContextSource(context, dockerfile(context, file));
    } catch (IOException | RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static DockerfileSource dockerfile(ReceivedContext context, String file)
      throws IOException {
    byte @Nullable [] alone = context.dockerfile();
    if (alone == null) {
      Path named = Path.of(file.isEmpty() ? DEFAULT_NAME : file);
      return new DockerfileSource(
          String.valueOf(named.getFileName()),
          context.dockerfile(named.toString()),
          List.of(
              context.directory().resolve(named + IGNORE), context.directory().resolve(IGNORE)));
    }
    if (!file.isEmpty()) {
      throw CommandFailure.of(
          "ERROR: ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles");
    }
    return new DockerfileSource(DEFAULT_NAME, alone);
  }

  private static ContextSource fromFolder(Invocation invocation, String path, String file)
      throws IOException {
    Path folder = invocation.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.of(
          "ERROR: unable to prepare context: path \""
              + path
              + (Files.exists(folder) ? "\" is not a directory" : "\" not found"));
    }
    Path named = invocation.absolute(path);
    DockerfileSource dockerfile =
        switch (file) {
          case "" -> read(invocation, named, named.resolve(DEFAULT_NAME));
          case STANDARD_INPUT ->
              new DockerfileSource(
                  DEFAULT_NAME,
                  SmallFile.read(invocation.in()),
                  ignoreFiles(invocation, named, named.resolve(DEFAULT_NAME)));
          default -> read(invocation, named, invocation.absolute(file));
        };
    return new ContextSource(new FolderContext(folder), dockerfile);
  }

  private static DockerfileSource read(Invocation invocation, Path context, Path file)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    try {
      byte[] content = SmallFile.read(invocation.files().target(file));
      return new DockerfileSource(name, content, ignoreFiles(invocation, context, file));
    } catch (FileSystemException e) {
      throw unreadable(name, Reason.withoutFile(e));
    }
  }

  /** The one that goes with the Dockerfile comes before the context's. */
  private static List<Path> ignoreFiles(Invocation invocation, Path context, Path dockerfile) {
    return Stream.of(Path.of(dockerfile + IGNORE), context.resolve(IGNORE))
        .map(invocation.files()::target)
        .toList();
  }

  private static CommandFailure unreadable(String name, String reason) {
    return CommandFailure.of(
        "ERROR: failed to solve: failed to read dockerfile: open " + name + ": " + reason);
  }

  @Override
  public void close() {
    context.close();
  }
}
