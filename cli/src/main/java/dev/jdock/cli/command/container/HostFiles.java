package dev.jdock.cli.command.container;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The user's end of {@code cp}. */
final class HostFiles implements AutoCloseable {
  private static final int MAX_LINKS = 10;

  private final CallerFiles files;

  HostFiles(Invocation invocation) {
    this.files = invocation.files().scope();
  }

  /** Absolute and clean, but with the end that the user gave it. */
  String absolute(String path) {
    String joined = path.startsWith("/") ? path : files.workingDirectory() + "/" + path;
    return CopyPath.keepingEnd(CopyPath.clean(joined), path);
  }

  /**
   * Looks at a file to be copied.
   *
   * @throws CommandFailure in Go's words when it is not there
   */
  CopySource source(String path, boolean followLink) {
    Path bare = Path.of(CopyPath.clean(path));
    boolean follow = followLink || CopyPath.assertsDirectory(path);
    if (!exists(bare)) {
      throw CommandFailure.of("lstat " + bare + ": no such file or directory");
    }
    try {
      if (!follow) {
        return new CopySource(
            path, Files.isDirectory(files.entry(bare), LinkOption.NOFOLLOW_LINKS), "");
      }
      Path real = files.real(bare);
      return CopySource.following(path, real.toString(), Files.isDirectory(target(real)));
    } catch (IOException e) {
      throw CommandFailure.of("lstat " + bare + ": " + Reason.withoutFile(e));
    }
  }

  /** What a symbolic link leads to counts, whether it is there or not. */
  CopyTarget target(String path) {
    String current = path;
    for (int links = 0; Files.isSymbolicLink(entry(current)); links++) {
      if (links > MAX_LINKS) {
        throw CommandFailure.of("too many symlinks in " + path);
      }
      try {
        String link = Files.readSymbolicLink(entry(current)).toString();
        current = CopyPath.linkTarget(current, link);
      } catch (IOException e) {
        throw CommandFailure.of("readlink " + current + ": " + Reason.withoutFile(e));
      }
    }
    Path found = Path.of(CopyPath.clean(current));
    if (exists(found)) {
      return new CopyTarget(current, true, Files.isDirectory(target(found)));
    }
    Path folder = Path.of(CopyPath.folder(current));
    if (!Files.exists(target(folder))) {
      throw CommandFailure.of("stat " + folder + ": no such file or directory");
    }
    if (!Files.isDirectory(target(folder))) {
      throw CommandFailure.of("not a directory");
    }
    return new CopyTarget(current, false, false);
  }

  /** Refuses a file that cannot be made, or that is a device. */
  void requireUsable(String path) {
    Path file = Path.of(CopyPath.clean(path));
    Path folder = file.getParent();
    if (folder != null && !Files.exists(target(folder))) {
      throw CommandFailure.of("invalid output path: directory \"" + folder + "\" does not exist");
    }
    try {
      Path found = target(file);
      if (Files.exists(found) && Files.readAttributes(found, BasicFileAttributes.class).isOther()) {
        throw CommandFailure.of(
            "invalid output path: \""
                + path
                + "\" must be a directory or a regular file: got a device");
      }
    } catch (IOException e) {
      throw CommandFailure.of("stat " + file + ": " + Reason.withoutFile(e));
    }
  }

  private Path entry(String path) {
    return files.entry(Path.of(CopyPath.clean(path)));
  }

  /** A folder of the user's. */
  Directory open(String folder) {
    return Directory.open(target(Path.of(folder)));
  }

  private Path target(Path named) {
    return files.target(named);
  }

  /** A file's status is its own, not that of what it links to. */
  private boolean exists(Path named) {
    return Files.exists(files.entry(named), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() {
    files.close();
  }
}
