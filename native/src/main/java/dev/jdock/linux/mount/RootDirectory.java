package dev.jdock.linux.mount;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Chmod;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.OpenInRoot;
import dev.jdock.linux.libc.Memory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * The root directory of a tree with untrusted content. Every path is resolved by the kernel as if
 * the directory were the root (openat2(2), RESOLVE_IN_ROOT, 5.6 and later): neither {@code ..} nor
 * a symbolic link leads out of it.
 */
public final class RootDirectory implements AutoCloseable {
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int S_IFMT = 0170000;
  private static final int PATH_MAX = 4096;

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  /** As many links as the kernel follows in one path: path_resolution(7). */
  private static final int MAX_LINKS = 40;

  private static final int S_IFDIR = 0040000;
  private static final int S_IFREG = 0100000;

  private final Fd root;

  private RootDirectory(Fd root) {
    this.root = root;
  }

  /** Opens the directory at {@code path} of the calling thread's own root. */
  public static RootDirectory open(Path path) {
    return new RootDirectory(Fd.open(path, Fd.O_PATH | Fd.O_DIRECTORY));
  }

  /** The same directory; both are to be closed. */
  public static RootDirectory at(Directory directory) {
    return new RootDirectory(directory.openInRoot(".", Fd.O_PATH | Fd.O_DIRECTORY));
  }

  /** Owner, mode and type of a file. */
  public record Status(int mode, int uid, int gid) {
    public boolean isDirectory() {
      return (mode & S_IFMT) == S_IFDIR;
    }

    public boolean isRegular() {
      return (mode & S_IFMT) == S_IFREG;
    }
  }

  /** The directory itself. */
  public Fd descriptor() {
    return root;
  }

  /** open(2) inside the tree, following links; always O_CLOEXEC. */
  public Fd open(String path, int flags) {
    return open(path, flags, 0);
  }

  /** As {@link #open(String, int)}; ELOOP where a part of the path is a symbolic link. */
  public Fd openPlain(String path, int flags) {
    return Fd.own(check(tryOpen(path, flags, 0, OpenInRoot.NO_SYMLINKS), "open", path));
  }

  private Fd open(String path, int flags, int mode) {
    return Fd.own(check(tryOpen(path, flags, mode, OpenInRoot.NO_MAGICLINKS), "open", path));
  }

  private int tryOpen(String path, int flags, int mode, int resolve) {
    return OpenInRoot.tryOpen(root, path, flags, mode, resolve);
  }

  /**
   * As {@link #open(String, int)}, or nothing where the path leads nowhere: ENOENT, ENOTDIR, ELOOP.
   * What is not there is the rule for much that a start looks for, and an exception costs more than
   * the call.
   */
  public Optional<Fd> openIfThere(String path, int flags) {
    return ifThere(path, tryOpen(path, flags, 0, OpenInRoot.NO_MAGICLINKS));
  }

  /** As {@link #openIfThere}; a path with a symbolic link in it leads nowhere. */
  public Optional<Fd> openPlainIfThere(String path, int flags) {
    return ifThere(path, tryOpen(path, flags, 0, OpenInRoot.NO_SYMLINKS));
  }

  private static Optional<Fd> ifThere(String path, int fd) {
    if (fd >= 0) {
      return Optional.of(Fd.own(fd));
    }
    Errno errno = Errno.last();
    if (errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == Errno.ELOOP) {
      return Optional.empty();
    }
    throw new SyscallException("open", errno, path);
  }

  /** Status of the file a path leads to, or nothing where it leads nowhere. */
  public Optional<Status> status(String path) {
    Optional<Fd> there = openIfThere(path, Fd.O_PATH);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (Fd file = there.get()) {
      return Optional.of(status(file));
    }
  }

  /** Status of an open file. */
  public static Status status(Fd file) {
    try (Memory memory = Memory.allocate(256)) {
      Pointer buffer = memory.pointer();
      check(LIBC.statx(file.number(), "", AT_EMPTY_PATH, STATX_BASIC_STATS, buffer), "statx", file);
      return new Status(buffer.getShort(28) & 0xffff, buffer.getInt(20), buffer.getInt(24));
    }
  }

  /**
   * The content of a regular file.
   *
   * @return nothing when it is missing or is no regular file
   */
  public Optional<byte[]> read(String path, int limitBytes) {
    Optional<Fd> there = openIfThere(path, Fd.O_RDONLY | Fd.O_NONBLOCK | Fd.O_NOCTTY);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (Fd file = there.get()) {
      if (!status(file).isRegular()) {
        return Optional.empty();
      }
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n; content.size() < limitBytes && (n = file.read(buffer)) > 0; ) {
        content.write(buffer, 0, n);
      }
      return Optional.of(content.toByteArray());
    }
  }

  /**
   * An O_PATH descriptor of the directory at {@code path}; missing directories are created; a
   * symbolic link is followed inside the tree.
   */
  public Fd directory(String path, int mode) {
    return directory(path, mode, MAX_LINKS);
  }

  private Fd directory(String path, int mode, int links) {
    int there = tryOpen(path, Fd.O_PATH | Fd.O_DIRECTORY, 0, OpenInRoot.NO_MAGICLINKS);
    if (there >= 0 || Errno.last() != Errno.ENOENT) {
      return Fd.own(check(there, "open", path));
    }
    try (Fd parent = directory(parentOf(path), mode, links)) {
      int made = LIBC.mkdirat(parent.number(), nameOf(path), mode);
      if (made == -1 && Errno.last() != Errno.EEXIST) {
        throw new SyscallException("mkdir", Errno.last(), path);
      }
      if (made == 0) {
        setMode(parent, path, mode);
      } else {
        Optional<String> target = linkTarget(parent, nameOf(path));
        if (target.isPresent() && links > 0) {
          String below = target.get().startsWith("/") ? "" : parentOf(path) + "/";
          return directory(below + target.get(), mode, links - 1);
        }
      }
    }
    return open(path, Fd.O_PATH | Fd.O_DIRECTORY);
  }

  private static Optional<String> linkTarget(Fd parent, String name) {
    byte[] target = new byte[PATH_MAX];
    long length = LIBC.readlinkat(parent.number(), name, target, target.length);
    return length < 0
        ? Optional.empty()
        : Optional.of(new String(target, 0, (int) length, StandardCharsets.UTF_8));
  }

  /** An O_PATH descriptor of the file at {@code path}, made empty when it is missing. */
  public Fd file(String path) {
    int there = tryOpen(path, Fd.O_PATH, 0, OpenInRoot.NO_MAGICLINKS);
    if (there >= 0 || Errno.last() != Errno.ENOENT) {
      return Fd.own(check(there, "open", path));
    }
    directory(parentOf(path), 0755).close();
    open(path, Fd.O_WRONLY | Fd.O_CREAT | Fd.O_NOCTTY, 0644).close();
    return open(path, Fd.O_PATH);
  }

  /**
   * Creates a symbolic link whose parent is resolved in the tree; an existing one is not changed.
   */
  public void symbolicLink(String target, String path) {
    try (Fd parent = open(parentOf(path), Fd.O_PATH | Fd.O_DIRECTORY)) {
      if (LIBC.symlinkat(target, parent.number(), nameOf(path)) == -1
          && Errno.last() != Errno.EEXIST) {
        throw new SyscallException("symlink", Errno.last(), path);
      }
    }
  }

  /**
   * Creates a device node, mknod(2); the mode is not changed by the umask.
   *
   * @param mode with the type: S_IFCHR or S_IFBLK
   */
  public void device(String path, int mode, int major, int minor) {
    try (Fd parent = open(parentOf(path), Fd.O_PATH | Fd.O_DIRECTORY)) {
      check(
          LIBC.mknodat(parent.number(), nameOf(path), mode, deviceNumber(major, minor)),
          "mknod",
          path);
      setMode(parent, path, mode & 07777);
    }
  }

  /**
   * Sets the mode regardless of the umask, also when another process replaces the parent's entry
   * meanwhile.
   */
  private static void setMode(Fd parent, String path, int mode) {
    byte[] name = (nameOf(path) + "\0").getBytes(StandardCharsets.UTF_8);
    check(Chmod.noFollow(parent.number(), name, mode), "chmod", path);
  }

  /** chown(2), of a link itself. */
  public void owner(String path, int uid, int gid) {
    try (Fd parent = open(parentOf(path), Fd.O_PATH | Fd.O_DIRECTORY)) {
      check(
          LIBC.fchownat(parent.number(), nameOf(path), uid, gid, AT_SYMLINK_NOFOLLOW),
          "chown",
          path);
    }
  }

  /** makedev(3). */
  private static long deviceNumber(long major, long minor) {
    return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffL) << 12);
  }

  private static String parentOf(String path) {
    String trimmed = trim(path);
    int slash = trimmed.lastIndexOf('/');
    return slash <= 0 ? "/" : trimmed.substring(0, slash);
  }

  private static String nameOf(String path) {
    String trimmed = trim(path);
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static String trim(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  @Override
  public void close() {
    root.close();
  }
}
