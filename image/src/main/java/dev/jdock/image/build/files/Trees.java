package dev.jdock.image.build.files;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Paths in a tree with untrusted content: symbolic links are resolved with the tree as the root
 * directory.
 */
public final class Trees {
  /** What a folder made on the way gets: nothing but root and 0755. */
  public static final BiConsumer<Directory, String> DEFAULT_FOLDER =
      (parent, name) -> parent.setMode(name, 0755);

  /** The kernel's limit on links in one path (path_resolution(7)). */
  private static final int LINKS = 40;

  private Trees() {}

  /**
   * Opens the directory at {@code path} and creates missing ones, also where a symbolic link leads
   * to a missing directory.
   *
   * @param made called for each new directory, with its parent and name, while it is still empty
   */
  public static Directory makeDirectories(
      Directory root, String path, BiConsumer<Directory, String> made) {
    return makeDirectories(root, path, made, LINKS);
  }

  private static Directory makeDirectories(
      Directory root, String path, BiConsumer<Directory, String> made, int links) {
    try {
      return root.inRoot(path);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT || nameOf(path).isEmpty()) {
        throw e;
      }
    }
    String missing = path;
    try (Directory parent = makeDirectories(root, parentOf(path), made)) {
      Optional<FileStat> there = parent.tryStat(nameOf(path));
      if (there.isPresent() && there.get().type() == FileType.SYMLINK && links > 0) {
        String target = parent.readSymlink(nameOf(path));
        missing = target.startsWith("/") ? target : parentOf(path) + "/" + target;
      } else {
        FileStat before = parent.stat(".");
        parent.makeDirectory(nameOf(path), 0755);
        made.accept(parent, nameOf(path));
        // A new entry is no change of the directory itself, in the layer that results.
        parent.setModified(".", before.mtimeSeconds(), before.mtimeNanos());
      }
    }
    return missing.equals(path)
        ? root.inRoot(path)
        : makeDirectories(root, missing, made, links - 1);
  }

  /**
   * Where {@code path} leads, without links, relative to the root and without a leading slash;
   * empty when it does not exist. The root may be in another mount namespace: both paths are read
   * from the kernel.
   */
  public static Optional<String> resolve(Directory root, String path) {
    try (Fd found = root.openInRoot(path, Fd.O_PATH)) {
      return Optional.of(pathOf(root, found));
    } catch (SyscallException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Where a file of that path would be written: symbolic links are followed to what is missing,
   * too.
   *
   * @return relative to the root or absolute, of which there is no difference
   */
  static String destination(Directory root, String path) {
    String at = path;
    for (int links = 0; links < LINKS && !nameOf(at).isEmpty(); links++) {
      Optional<String> parent = resolve(root, parentOf(at));
      if (parent.isEmpty()) {
        return at;
      }
      try (Directory folder = root.inRoot(parent.get())) {
        Optional<FileStat> there = folder.tryStat(nameOf(at));
        if (there.isEmpty() || there.get().type() != FileType.SYMLINK) {
          return at;
        }
        String target = folder.readSymlink(nameOf(at));
        at = target.startsWith("/") ? target : parent.get() + "/" + target;
      } catch (SyscallException e) {
        if (isMissing(e)) {
          return at;
        }
        throw e;
      }
    }
    return at;
  }

  /** The path of an open file below the root, without a leading slash. */
  public static String pathOf(Directory root, Fd file) {
    try (Fd top = root.openInRoot(".", Fd.O_PATH)) {
      Path real = Files.readSymbolicLink(file.procPath());
      return Files.readSymbolicLink(top.procPath()).relativize(real).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets owner and mode of a directory, which the umask and the JDK leave to its maker. */
  public static void describe(Path directory, Ownership owner, int mode) {
    try (Directory itself = Directory.open(directory)) {
      itself.setOwner(".", owner.uid(), owner.gid());
      itself.setMode(".", mode);
    }
  }

  /** Removes a folder with all that is in it, and follows no link. */
  public static void remove(Path folder) {
    Path parent = folder.getParent();
    Path name = folder.getFileName();
    if (parent == null || name == null) {
      throw new IllegalStateException("not to be removed: " + folder);
    }
    try (Directory above = Directory.open(parent)) {
      above.removeTree(name.toString());
    }
  }

  /** Bytes of the files in a directory; one that has several names counts once. */
  public static long size(Directory directory) {
    return size(directory, new HashSet<>());
  }

  private static long size(Directory directory, Set<List<Long>> counted) {
    long bytes = 0;
    for (Directory.Entry entry : directory.list()) {
      Optional<FileStat> stat = directory.tryStat(entry.name());
      if (stat.isEmpty()) {
        // A step that uses the cache has removed it meanwhile.
        continue;
      }
      if (!stat.get().isDirectory()) {
        boolean first =
            stat.get().links() == 1
                || counted.add(List.of(stat.get().device(), stat.get().inode()));
        bytes += first ? stat.get().size() : 0;
        continue;
      }
      try (Directory child = directory.child(entry.name())) {
        bytes += size(child, counted);
      } catch (SyscallException e) {
        if (!isMissing(e)) {
          throw e;
        }
      }
    }
    return bytes;
  }

  public static boolean isMissing(SyscallException e) {
    return e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP;
  }

  /** {@code a} for {@code a/b}; empty for the root. */
  public static String parentOf(String path) {
    String bare = withoutSlashes(path);
    int slash = bare.lastIndexOf('/');
    return slash < 0 ? "" : bare.substring(0, slash);
  }

  public static String nameOf(String path) {
    String bare = withoutSlashes(path);
    return bare.substring(bare.lastIndexOf('/') + 1);
  }

  public static String withoutSlashes(String path) {
    int start = 0;
    int end = path.length();
    while (start < end && path.charAt(start) == '/') {
      start++;
    }
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(start, end);
  }
}
