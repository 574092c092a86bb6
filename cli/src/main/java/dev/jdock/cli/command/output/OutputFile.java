package dev.jdock.cli.command.output;

import dev.jdock.cli.Invocation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A user's file that appears, by a rename, only when it is whole. Closing drops it until then. */
public final class OutputFile implements AutoCloseable {
  private final Path temporary;
  private final Path target;
  private final OutputStream stream;

  private OutputFile(Path temporary, Path target) throws IOException {
    this.temporary = temporary;
    this.target = target;
    this.stream =
        new BufferedOutputStream(
            Files.newOutputStream(temporary, StandardOpenOption.WRITE), 128 * 1024);
  }

  /**
   * @param shown the path as the user wrote it
   * @throws IOException in Docker's words for what cannot be written so
   */
  public static OutputFile open(Invocation invocation, String shown) throws IOException {
    Path target = invocation.resolveEntry(shown);
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException("cannot write to a directory");
    }
    if (!Files.exists(folder)) {
      int slash = shown.lastIndexOf('/');
      throw new IOException(
          "invalid output path: stat "
              + (slash > 0 ? shown.substring(0, slash) : invocation.absolute(shown).getParent())
              + ": no such file or directory");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("cannot write to a " + kind(target));
    }
    Path temporary =
        Files.createTempFile(
            folder,
            ".tmp-" + target.getFileName(),
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new OutputFile(temporary, target);
  }

  /** The types of inode(7). */
  private static String kind(Path target) throws IOException {
    int mode = (Integer) Files.getAttribute(target, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return switch (mode & 0170000) {
      case 0120000 -> "symbolic link directly";
      case 0010000 -> "named pipe (FIFO)";
      case 0020000 -> "character device file";
      case 0060000 -> "block device file";
      default -> "socket";
    };
  }

  public OutputStream stream() {
    return stream;
  }

  /** Puts it in its place. */
  public void keep() throws IOException {
    stream.close();
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    try {
      stream.close();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
