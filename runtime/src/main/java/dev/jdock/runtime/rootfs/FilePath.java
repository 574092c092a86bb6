package dev.jdock.runtime.rootfs;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A path in a container, absolute and without {@code .} and {@code ..}.
 *
 * @param path what the user named; {@code /} for the root
 * @param follows it ends with a slash or {@code /.}: the last component is followed
 * @param named the last component as the user wrote it: {@code .} for {@code /a/.}, {@code /} for
 *     the root
 */
public record FilePath(String path, boolean follows, String named) {
  /** Docker's limit on links in one path. */
  private static final int MAX_LINKS = 255;

  public static FilePath of(String text) {
    Deque<String> parts = new ArrayDeque<>();
    push(parts, text);
    boolean dot = text.equals(".") || text.endsWith("/.");
    String path = "/" + String.join("/", parts);
    return new FilePath(
        path,
        dot || text.endsWith("/"),
        dot ? "." : parts.isEmpty() ? "/" : String.valueOf(parts.peekLast()));
  }

  private static void push(Deque<String> parts, String text) {
    for (String part : text.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
  }

  /** The folder of the last component. */
  public String parent() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** The last component; empty for the root. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Resolves the symbolic links of {@code path} with {@code root} as the root directory; components
   * that do not exist are kept as they are.
   *
   * @throws SyscallException ELOOP
   */
  public static String resolve(Directory root, String path) {
    Deque<String> left = new ArrayDeque<>(List.of(path.split("/", -1)));
    List<String> done = new ArrayList<>();
    int links = 0;
    while (!left.isEmpty()) {
      String part = left.removeFirst();
      if (part.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        Optional<String> link = link(root, String.join("/", done), part);
        if (link.isEmpty()) {
          done.add(part);
        } else {
          if (++links > MAX_LINKS) {
            throw new SyscallException("readlink", Errno.ELOOP, path);
          }
          if (link.get().startsWith("/")) {
            done.clear();
          }
          List.of(link.get().split("/", -1)).reversed().forEach(left::addFirst);
        }
      }
    }
    return "/" + String.join("/", done);
  }

  private static Optional<String> link(Directory root, String folder, String name) {
    try (Directory parent = root.inRoot(folder)) {
      Optional<FileStat> stat = parent.tryStat(name);
      return stat.isPresent() && stat.get().type() == FileType.SYMLINK
          ? Optional.of(parent.readSymlink(name))
          : Optional.empty();
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
