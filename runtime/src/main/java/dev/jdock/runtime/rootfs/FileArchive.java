package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.TreePacker;
import dev.jdock.image.layer.TreeUnpacker;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.runtime.engine.PathStat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/** Files of a container as archives: what the Docker Engine API's {@code /archive} does. */
public final class FileArchive {
  private static final String ROOT = ".";

  private final Directory root;

  public FileArchive(Directory root) {
    this.root = root;
  }

  /** Work on an entry of a folder. */
  @FunctionalInterface
  private interface OnEntry<T> {
    T apply(Directory folder, String name) throws IOException;
  }

  /**
   * The attributes of the file itself, or of a symbolic link's target when the path ends in {@code
   * /} or {@code /.}.
   *
   * @return nothing when there is none
   */
  public Optional<PathStat> stat(FilePath path) throws IOException {
    return at(
        path,
        (folder, name) -> {
          FileStat stat = folder.stat(name);
          String target =
              stat.type() == FileType.SYMLINK ? FilePath.resolve(root, path.path()) : "";
          return new PathStat(
              path.named(),
              stat.size(),
              goMode(stat),
              Instant.ofEpochSecond(stat.mtimeSeconds(), stat.mtimeNanos()),
              target);
        });
  }

  /** Adds the file, or the folder with what is in it, to an archive, and ends that. */
  public boolean read(FilePath path, OutputStream out) throws IOException {
    TreePacker packer = new TreePacker(out);
    Optional<Boolean> found =
        at(
            path,
            (folder, name) -> {
              packer.add(folder, name, path.named().equals("/") ? "" : path.named());
              return true;
            });
    if (found.isPresent()) {
      packer.finish();
    }
    return found.isPresent();
  }

  /**
   * Unpacks an archive into a folder.
   *
   * @return false when there is no such folder
   */
  public boolean write(
      FilePath path, InputStream archive, boolean keepsKinds, TreeUnpacker.Owners owners)
      throws IOException {
    String real = FilePath.resolve(root, path.path());
    try (Directory folder = root.inRoot(real)) {
      TreeUnpacker.unpack(
          archive, folder, new TreeUnpacker.Options(real, name -> name, keepsKinds, owners));
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      if (e.errno() == Errno.ENOTDIR) {
        throw JdockException.invalid("extraction point is not a directory");
      }
      throw e;
    }
  }

  private <T> Optional<T> at(FilePath path, OnEntry<T> work) throws IOException {
    String found = path.follows() ? FilePath.resolve(root, path.path()) : path.path();
    FilePath real = FilePath.of(found);
    try (Directory folder = root.inRoot(FilePath.resolve(root, real.parent()))) {
      String name = real.name().isEmpty() ? ROOT : real.name();
      Optional<FileStat> stat = folder.tryStat(name);
      if (stat.isEmpty() || (path.follows() && !stat.get().isDirectory())) {
        return Optional.empty();
      }
      return Optional.of(work.apply(folder, name));
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** As Go's os.FileMode has it. */
  private static long goMode(FileStat stat) {
    long type =
        switch (stat.type()) {
          case DIRECTORY -> 1L << 31;
          case SYMLINK -> 1L << 27;
          case BLOCK_DEVICE -> 1L << 26;
          case CHARACTER_DEVICE -> (1L << 26) | (1L << 21);
          case FIFO -> 1L << 25;
          case SOCKET -> 1L << 24;
          case REGULAR -> 0;
        };
    long special =
        ((stat.mode() & 04000) != 0 ? 1L << 23 : 0)
            | ((stat.mode() & 02000) != 0 ? 1L << 22 : 0)
            | ((stat.mode() & 01000) != 0 ? 1L << 20 : 0);
    return type | special | (stat.mode() & 0777);
  }
}
