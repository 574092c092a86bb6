package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much the files of a folder hold, as Docker reckons: symbolic links count with the length of
 * their target, a file with several names once, folders not at all.
 */
public final class TreeSize extends SimpleFileVisitor<Path> {
  private final Set<Object> seen = new HashSet<>();
  private long total;

  private TreeSize() {}

  /** In bytes; 0 for a folder that is not there. Symbolic links are not followed. */
  public static long of(Path folder) {
    TreeSize size = new TreeSize();
    try {
      Files.walkFileTree(folder, size);
    } catch (IOException e) {
      throw JdockException.internal("cannot measure " + folder + ": " + e.getMessage(), e);
    }
    return size.total;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (seen.add(attributes.fileKey())) {
      total += attributes.size();
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    return passOver(e);
  }

  /** Other processes may write and delete files meanwhile. */
  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
      throws IOException {
    return e == null ? FileVisitResult.CONTINUE : passOver(e);
  }

  private static FileVisitResult passOver(IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
