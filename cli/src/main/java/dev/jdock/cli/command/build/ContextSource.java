package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.BuildRequest.DockerfileSource;
import dev.jdock.image.build.FolderContext;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.git.WorkTree;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.text.GoBool;
import dev.jdock.runtime.engine.Builds;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a build reads: a folder in place, or in a temporary folder that closing deletes an archive
 * or a lone Dockerfile from standard input or an address, or a git repository's files.
 */
record ContextSource(BuildContext context, DockerfileSource dockerfile) implements AutoCloseable {
  private static final String DEFAULT_NAME = "Dockerfile";
  private static final String IGNORE = ".dockerignore";
  private static final String STANDARD_INPUT = "-";

  /** What BuildKit calls a Dockerfile that came from an address. */
  private static final String REMOTE_NAME = "context";

  /** Never a file with patterns in it. */
  private static final Path NO_PATTERNS = Path.of("/dev/null");

  /**
   * @param path folder, or {@code -}
   * @param file the Dockerfile: empty for the context's, {@code -} for standard input
   * @param remote fetches what lies elsewhere
   * @throws CommandFailure in buildx's words
   * @throws JdockException for an archive that cannot be unpacked
   */
  static ContextSource open(
      Builds builds, Invocation invocation, String path, String file, Remote remote)
      throws InterruptedException {
    try {
      if (path.equals(STANDARD_INPUT)) {
        return received(builds, invocation, file);
      }
      // A folder of that name comes first, as in buildx.
      if (RemoteAddress.isRemote(path) && !Files.isDirectory(invocation.resolve(path))) {
        return fetched(invocation, remote.fetch(path), file);
      }
      return fromFolder(invocation, path, file, remote);
    } catch (IOException e) {
      throw CommandFailure.of("ERROR: failed to read the build context: " + Reason.withoutFile(e));
    }
  }

  /** Fetches what is named by an address; the caller closes it. */
  @FunctionalInterface
  interface Remote {
    ReceivedContext fetch(String url) throws InterruptedException;
  }

  private static ContextSource fetched(Invocation invocation, ReceivedContext context, String file)
      throws IOException {
    try {
      byte @Nullable [] alone = context.dockerfile();
      if (alone != null && !file.equals(STANDARD_INPUT)) {
        return new ContextSource(context, unignored(REMOTE_NAME, alone));
      }
      if (file.equals(STANDARD_INPUT)) {
        return new ContextSource(context, unignored(DEFAULT_NAME, SmallFile.read(invocation.in())));
      }
      Path named = Path.of(file.isEmpty() ? DEFAULT_NAME : file);
      return new ContextSource(
          context,
          unignored(String.valueOf(named.getFileName()), context.dockerfile(named.toString())));
    } catch (IOException | RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** What was fetched is all there is: BuildKit looks for no patterns in it. */
  private static DockerfileSource unignored(String name, byte[] content) {
    return new DockerfileSource(name, content, List.of(NO_PATTERNS));
  }

  /** The Dockerfile of an address, which any context may have. */
  private static DockerfileSource download(Remote remote, String url) throws InterruptedException {
    try (ReceivedContext received = remote.fetch(url)) {
      byte @Nullable [] alone = received.dockerfile();
      if (alone == null) {
        throw CommandFailure.of("ERROR: the Dockerfile at " + url + " is an archive");
      }
      return new DockerfileSource(DEFAULT_NAME, alone);
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

  private static ContextSource fromFolder(
      Invocation invocation, String path, String file, Remote remote)
      throws IOException, InterruptedException {
    if (path.isEmpty()) {
      throw CommandFailure.of(
          "ERROR: please specify build context (e.g. \".\" for the current directory)");
    }
    requireFolder(invocation, path);
    Path folder = invocation.resolve(path);
    Path named = invocation.absolute(path);
    DockerfileSource dockerfile =
        switch (file) {
          case "" -> read(invocation, named, named.resolve(usualName(folder)));
          case STANDARD_INPUT ->
              new DockerfileSource(
                  DEFAULT_NAME,
                  SmallFile.read(invocation.in()),
                  ignoreFiles(invocation, named, named.resolve(DEFAULT_NAME)));
          default ->
              RemoteAddress.isWeb(file)
                  ? download(remote, file)
                  : read(invocation, named, invocation.absolute(file));
        };
    Path definition =
        file.isEmpty() || file.equals(STANDARD_INPUT) || RemoteAddress.isWeb(file)
            ? folder
            : invocation.resolve(file).getParent();
    return new ContextSource(
        new FolderContext(
            folder, named.toString(), () -> repository(invocation, folder, definition)),
        dockerfile);
  }

  /**
   * @throws CommandFailure for a context that would be a folder and is none
   */
  static void requireFolder(Invocation invocation, String path) {
    if (path.isEmpty() || path.equals(STANDARD_INPUT) || RemoteAddress.isRemote(path)) {
      return;
    }
    Path folder = invocation.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.of(
          "ERROR: unable to prepare context: path \""
              + path
              + (Files.exists(folder) ? "\" is not a directory" : "\" not found"));
    }
  }

  /** As buildx, which asks the user's git. */
  private static SortedMap<String, String> repository(
      Invocation invocation, Path folder, @Nullable Path definition) {
    String asked = invocation.environment().getOrDefault("BUILDX_GIT_INFO", "");
    if (GoBool.isFalse(asked)) {
      return new TreeMap<>();
    }
    Map<String, Path> folders = new TreeMap<>(Map.of("context", folder));
    if (definition != null) {
      folders.put("dockerfile", definition);
    }
    return WorkTree.describe(folder, folders);
  }

  /** BuildKit looks for a file in small letters where there is no other. */
  private static String usualName(Path folder) {
    String small = DEFAULT_NAME.toLowerCase(Locale.ROOT);
    boolean usual = Files.exists(folder.resolve(DEFAULT_NAME), LinkOption.NOFOLLOW_LINKS);
    return usual || !Files.exists(folder.resolve(small)) ? DEFAULT_NAME : small;
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
