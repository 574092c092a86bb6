package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The user's end of {@code cp}. */
final class HostFiles {
  private static final int MAX_LINKS = 10;

  private final Invocation invocation;

  HostFiles(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Absolute and clean, but with the end that the user gave it. */
  String absolute(String path) {
    String joined = path.startsWith("/") ? path : invocation.workingDirectory() + "/" + path;
    return CopyPath.keepingEnd(CopyPath.clean(joined), path);
  }

  /**
   * @throws CommandFailure in Go's words when it is not there
   */
  CopySource source(String path, boolean followLink) {
    Path bare = Path.of(CopyPath.clean(path));
    boolean follow = followLink || CopyPath.assertsDirectory(path);
    if (!Files.exists(bare, LinkOption.NOFOLLOW_LINKS)) {
      throw CommandFailure.of("lstat " + bare + ": no such file or directory");
    }
    try {
      if (!follow) {
        return new CopySource(path, Files.isDirectory(bare, LinkOption.NOFOLLOW_LINKS), "");
      }
      Path real = bare.toRealPath();
      return CopySource.following(path, real.toString(), Files.isDirectory(real));
    } catch (IOException e) {
      throw CommandFailure.of("lstat " + bare + ": " + reason(e));
    }
  }

  /** What a symbolic link leads to counts, whether it is there or not. */
  CopyTarget target(String path) {
    String current = path;
    for (int links = 0; Files.isSymbolicLink(Path.of(CopyPath.clean(current))); links++) {
      if (links > MAX_LINKS) {
        throw CommandFailure.of("too many symlinks in " + path);
      }
      try {
        Path link = Path.of(CopyPath.clean(current));
        current = CopyPath.linkTarget(current, Files.readSymbolicLink(link).toString());
      } catch (IOException e) {
        throw CommandFailure.of("readlink " + current + ": " + reason(e));
      }
    }
    Path found = Path.of(CopyPath.clean(current));
    if (Files.exists(found, LinkOption.NOFOLLOW_LINKS)) {
      return new CopyTarget(current, true, Files.isDirectory(found));
    }
    Path folder = Path.of(CopyPath.folder(current));
    if (!Files.exists(folder)) {
      throw CommandFailure.of("stat " + folder + ": no such file or directory");
    }
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.of("not a directory");
    }
    return new CopyTarget(current, false, false);
  }

  /** Refuses a file that cannot be made, or that is a device. */
  static void requireUsable(String path) {
    Path file = Path.of(CopyPath.clean(path));
    Path folder = file.getParent();
    if (folder != null && !Files.exists(folder)) {
      throw CommandFailure.of("invalid output path: directory \"" + folder + "\" does not exist");
    }
    try {
      if (Files.exists(file) && Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
        throw CommandFailure.of(
            "invalid output path: \""
                + path
                + "\" must be a directory or a regular file: got a device");
      }
    } catch (IOException e) {
      throw CommandFailure.of("stat " + file + ": " + reason(e));
    }
  }

  static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case java.nio.file.FileSystemException f when f.getReason() != null ->
          f.getReason().toLowerCase(java.util.Locale.ROOT);
      default -> String.valueOf(e.getMessage());
    };
  }
}
