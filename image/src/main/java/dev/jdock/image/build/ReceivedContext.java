package dev.jdock.image.build;

import dev.jdock.image.build.files.TarTree;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A context that came through a stream: an archive unpacked into a temporary folder, or just a
 * Dockerfile with nothing beside it. Closing deletes the folder.
 */
public final class ReceivedContext implements BuildContext {
  /** Of a context's folder; the builder removes those that a crash has left. */
  public static final String PREFIX = "context-";

  private static final int HEAD = 512;

  private final Path directory;
  private final Path folder;
  private final byte @Nullable [] dockerfile;

  private final @Nullable Material source;

  private ReceivedContext(Path directory, byte @Nullable [] dockerfile) {
    this(directory, directory, dockerfile, null);
  }

  /**
   * @param folder what closing deletes: the directory or one above it
   */
  private ReceivedContext(
      Path directory, Path folder, byte @Nullable [] dockerfile, @Nullable Material source) {
    this.directory = directory;
    this.folder = folder;
    this.dockerfile = dockerfile;
    this.source = source;
  }

  /** A folder for files that the caller puts into it. */
  public static ReceivedContext empty(Path temporary) {
    return new ReceivedContext(newFolder(temporary), null);
  }

  /** This with another folder, below its own, as the one that is read. */
  public ReceivedContext at(Path below) {
    return new ReceivedContext(below, folder, dockerfile, source);
  }

  /** This as something that was fetched. */
  public ReceivedContext from(Material material) {
    return new ReceivedContext(directory, folder, dockerfile, material);
  }

  /**
   * Reads standard input to its end. What does not begin as an archive, compressed or not, is a
   * Dockerfile.
   *
   * @param temporary folder below the state root to make the context's in: the builder's, which
   *     removes what a crash leaves
   */
  public static ReceivedContext read(InputStream in, Path temporary) {
    Path folder = newFolder(temporary);
    try {
      var plain =
          new BufferedInputStream(new DiskSpace(folder).guarding(Compression.uncompressed(in)));
      plain.mark(HEAD);
      boolean archive = TarTree.isArchive(plain.readNBytes(HEAD));
      plain.reset();
      if (!archive) {
        return new ReceivedContext(folder, SmallFile.read(plain));
      }
      try (Directory root = Directory.open(folder)) {
        TarTree.unpack(plain, root, TarTree.Owner.asArchived());
      }
      // What follows the archive's end: a client whose request was not read to its end is not seen
      // to go away.
      in.transferTo(OutputStream.nullOutputStream());
      return new ReceivedContext(folder, null);
    } catch (IOException e) {
      Trees.remove(folder);
      throw new JdockException(
          JdockException.Kind.INVALID, "unable to prepare context: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      Trees.remove(folder);
      throw e;
    }
  }

  /** The Dockerfile, when that is all that came. */
  public byte @Nullable [] dockerfile() {
    return dockerfile;
  }

  /**
   * The content of the context's Dockerfile, whose links lead nowhere outside the context.
   *
   * @throws JdockException NOT_FOUND when it cannot be opened
   */
  public byte[] dockerfile(String path) throws IOException {
    try (Directory root = Directory.open(directory);
        Fd file = root.openInRoot(path, Fd.O_RDONLY | Fd.O_NONBLOCK | Fd.O_NOCTTY)) {
      return SmallFile.read(file.procPath());
    } catch (SyscallException e) {
      throw JdockException.notFound("failed to read dockerfile: open " + path + ": " + e.reason());
    }
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public @Nullable Material source() {
    return source;
  }

  /** When the newest file of an archive was modified. */
  @Override
  public @Nullable Instant made() {
    if (dockerfile != null) {
      return null;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !file.equals(directory))
          .map(ReceivedContext::modified)
          .max(Comparator.naturalOrder())
          .orElse(null);
    } catch (IOException | UncheckedIOException e) {
      throw JdockException.internal("unable to prepare context: " + e.getMessage(), e);
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Trees.remove(folder);
  }

  private static Path newFolder(Path temporary) {
    try {
      Files.createDirectories(temporary);
      return Files.createTempDirectory(temporary, PREFIX);
    } catch (IOException e) {
      throw JdockException.internal("unable to prepare context: " + e.getMessage(), e);
    }
  }
}
