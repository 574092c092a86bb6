package dev.jdock.image.build.operation;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.FetchedSources;
import dev.jdock.image.build.FolderContext;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.cache.FileDigests;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.files.IgnorePatterns;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.build.git.GitAccess;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.mount.PrivateMounts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of one build share. Its folder for temporary files is deleted at the end.
 *
 * @param temporary holds mount points and downloads
 * @param files digests of files that were read before
 * @param fetched receives what steps take from servers
 * @param epoch SOURCE_DATE_EPOCH, for everything that would be dated now; null without one
 */
public record Workshop(
    BuildRequest request,
    LayerStore layers,
    StepRunner runner,
    IgnorePatterns ignored,
    Path temporary,
    @Nullable Instant epoch,
    BaseLayers bases,
    FileDigests files,
    FetchedSources fetched)
    implements AutoCloseable {

  /** The same with another folder of the user's in the place of the context. */
  public Workshop in(Path folder) {
    return new Workshop(
        request.with(new FolderContext(folder)),
        layers,
        runner,
        ignored(folder),
        temporary,
        epoch,
        bases,
        files,
        fetched);
  }

  private static IgnorePatterns ignored(Path folder) {
    Path file = folder.resolve(".dockerignore");
    try {
      return Files.isRegularFile(file)
          ? IgnorePatterns.parse(SmallFile.read(file))
          : IgnorePatterns.none();
    } catch (IOException e) {
      throw JdockException.internal("failed to read .dockerignore: " + e.getMessage(), e);
    }
  }

  /** Work with root file systems mounted. */
  @FunctionalInterface
  public interface Mounted<T> {
    T call(RootFilesystems roots) throws IOException, InterruptedException;
  }

  /** Does work on a thread with mounts of its own, which are removed when this returns. */
  public <T> T mounted(Mounted<T> work) throws IOException, InterruptedException {
    return interruptibly(() ->
        PrivateMounts.call(() -> {
          try (var roots = new RootFilesystems(temporary)) {
            return work.call(roots);
          }
        }));
  }

  /** Does work that says by exceptions of input and output that it was interrupted. */
  static <T> T interruptibly(Callable<T> work) throws IOException, InterruptedException {
    try {
      return work.call();
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw new InterruptedException();
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the user lends to this build for git repositories. */
  GitAccess gitAccess() {
    return new GitAccess(
        request.access().environment(),
        request.run().agents().get(GitAccess.AGENT),
        id -> Optional.ofNullable(request.run().secrets().get(id)).map(s -> s.read().bytes()));
  }

  /** Directories of layers, uppermost first; those of base images are fetched. */
  public List<Path> lowerDirs(List<Digest> diffIds) throws InterruptedException {
    bases.need(diffIds);
    return layers.lowerDirs(diffIds);
  }

  /** A key that no other build has. */
  public Digest own(Digest key) {
    return new KeyHash("own").add(temporary.toString()).add(key.hex()).digest();
  }

  /** An empty folder that stays empty, as the lower directory of a layer that has none. */
  public Path empty() throws IOException {
    return Files.createDirectories(temporary.resolve("empty"));
  }

  public static Workshop open(
      BuildRequest request,
      LayerStore layers,
      StepRunner runner,
      IgnorePatterns ignored,
      Path directory,
      @Nullable Instant epoch,
      BaseLayers bases,
      FileDigests files,
      FetchedSources fetched) {
    try {
      Path temporary = Files.createTempDirectory(directory, "build-");
      return new Workshop(
          request, layers, runner, ignored, temporary, epoch, bases, files, fetched);
    } catch (IOException e) {
      throw JdockException.internal("build: " + e.getMessage(), e);
    }
  }

  /** Removes what the builds of a crashed engine have left; none of it is mounted any more. */
  public static void clean(Path directory) {
    try (Stream<Path> entries = Files.list(directory);
        Directory parent = Directory.open(directory)) {
      entries
          .map(p -> p.getFileName().toString())
          .filter(name -> name.startsWith("build-") || name.startsWith(ReceivedContext.PREFIX))
          .forEach(parent::removeTree);
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    Trees.remove(temporary);
  }
}
