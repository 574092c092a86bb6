package dev.jdock.linux.file;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.libc.Syscalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import jnr.ffi.Pointer;

/**
 * An open directory and what can be done to its entries. A {@code name} is one entry, never a path,
 * and never followed when it is a symbolic link; only {@link #inRoot} takes paths, and those cannot
 * leave this directory. All methods throw {@link SyscallException}.
 *
 * <p>Not for use by several threads at a time, but for {@link #child}: it keeps its buffers.
 */
public final class Directory implements AutoCloseable {
  private static final int O_RESOLVABLE = Fd.O_RDONLY | Fd.O_DIRECTORY | Fd.O_CLOEXEC;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int UTIME_OMIT = 0x3ffffffe;
  private static final int RENAME_NOREPLACE = 1;
  private static final int GETDENTS_BUFFER = 32768;
  private static final long REMOVE_PATIENCE_NANOS = 2_000_000_000;

  /** An entry as getdents64(2) lists it. */
  public record Entry(String name, long inode) {}

  private final Fd fd;
  private final Memory memory = Memory.owned(FileStat.BYTES);
  private final Pointer buffer = memory.pointer();

  private Directory(Fd fd) {
    this.fd = fd;
  }

  public static Directory open(Path path) {
    return new Directory(Fd.open(path, Fd.O_RDONLY | Fd.O_DIRECTORY));
  }

  /** The directory that a descriptor of any kind is of, O_PATH ones included. */
  public static Directory at(Fd fd) {
    return new Directory(
        Fd.own(
            check(
                LIBC.openat(fd.number(), FileNames.cString("."), O_RESOLVABLE, 0), "openat", fd)));
  }

  /** The directory of that name, which must not be a symbolic link. */
  public Directory child(String name) {
    return new Directory(openAt(name, O_RESOLVABLE | Fd.O_NOFOLLOW, 0));
  }

  /**
   * The directory at {@code path}, with symbolic links and {@code ..} taken as if this directory
   * were the root: openat2(2) with RESOLVE_IN_ROOT, Linux 5.6.
   */
  public Directory inRoot(String path) {
    return new Directory(openInRoot(path, O_RESOLVABLE));
  }

  /** As {@link #inRoot}, for a file of any type; {@code flags} are those of {@link Fd}. */
  public Fd openInRoot(String path, int flags) {
    String there = path.isEmpty() ? "." : path;
    int opened = OpenInRoot.tryOpen(fd, there, flags, 0, OpenInRoot.NO_MAGICLINKS);
    if (opened < 0) {
      throw new SyscallException("openat2", Errno.last(), path);
    }
    return Fd.own(opened);
  }

  /** The entries but {@code .} and {@code ..}, in the file system's order. */
  public List<Entry> list() {
    try (Memory entries = Memory.allocate(GETDENTS_BUFFER)) {
      return list(entries.pointer());
    }
  }

  private List<Entry> list(Pointer memory) {
    List<Entry> entries = new ArrayList<>();
    byte[] bytes = new byte[GETDENTS_BUFFER];
    check(LIBC.lseek(fd.number(), 0, 0), "lseek", fd);
    while (true) {
      int count =
          (int)
              check(
                  LIBC.syscall(
                      Syscalls.GETDENTS64, fd.number(), memory, (long) GETDENTS_BUFFER, 0L, 0L),
                  "getdents64",
                  fd);
      if (count == 0) {
        return entries;
      }
      memory.get(0, bytes, 0, count);
      // struct linux_dirent64 { u64 ino; s64 off; u16 reclen; u8 type; char name[]; }
      for (int at = 0; at < count; at += memory.getShort(at + 16) & 0xffff) {
        int end = at + 19;
        while (bytes[end] != 0) {
          end++;
        }
        String name = FileNames.decode(bytes, at + 19, end - at - 19);
        if (!name.equals(".") && !name.equals("..")) {
          entries.add(new Entry(name, memory.getLong(at)));
        }
      }
    }
  }

  /** statx(2) without following; {@code .} is this directory. */
  public FileStat stat(String name) {
    check(statx(name), "statx", name);
    return FileStat.read(buffer);
  }

  /** As {@link #stat}, empty when there is no such entry. */
  public Optional<FileStat> tryStat(String name) {
    if (statx(name) == 0) {
      return Optional.of(FileStat.read(buffer));
    }
    if (Errno.last() == Errno.ENOENT) {
      return Optional.empty();
    }
    throw new SyscallException("statx", Errno.last(), name);
  }

  private int statx(String name) {
    return LIBC.statx(
        fd.number(), single(name), AT_SYMLINK_NOFOLLOW, FileStat.STATX_BASIC_STATS, buffer);
  }

  /** Opens a regular file for reading; a fifo or device does not block. */
  public Fd openFile(String name) {
    return openAt(name, Fd.O_RDONLY | Fd.O_NOFOLLOW | Fd.O_NONBLOCK | Fd.O_NOCTTY, 0);
  }

  /** Makes a regular file, open for writing; EEXIST when there is an entry of any type. */
  public Fd createFile(String name, int mode) {
    return openAt(name, Fd.O_WRONLY | Fd.O_CREAT | Fd.O_EXCL | Fd.O_NOFOLLOW, mode);
  }

  private Fd openAt(String name, int flags, int mode) {
    return Fd.own(
        check(LIBC.openat(fd.number(), single(name), flags | Fd.O_CLOEXEC, mode), "openat", name));
  }

  public void makeDirectory(String name, int mode) {
    check(LIBC.mkdirat(fd.number(), single(name), mode), "mkdirat", name);
  }

  public void makeSymlink(String name, String target) {
    check(LIBC.symlinkat(FileNames.cString(target), fd.number(), single(name)), "symlinkat", name);
  }

  /** mknod(2): a device, a fifo or a socket, with permission bits {@code mode}. */
  public void makeNode(String name, FileType type, int mode, int major, int minor) {
    // glibc's makedev
    long device =
        (minor & 0xffL)
            | ((major & 0xfffL) << 8)
            | ((minor & 0xffffff00L) << 12)
            | ((major & 0xfffff000L) << 32);
    check(LIBC.mknodat(fd.number(), single(name), type.bits() | mode, device), "mknodat", name);
  }

  /** Makes {@code name} a hard link to {@code target} in {@code from}. */
  public void makeLink(String name, Directory from, String target) {
    check(
        LIBC.linkat(from.fd.number(), single(target), fd.number(), single(name), 0),
        "linkat",
        target,
        name);
  }

  public String readSymlink(String name) {
    byte[] target = new byte[4096];
    long length =
        check(
            LIBC.readlinkat(fd.number(), single(name), target, target.length), "readlinkat", name);
    return FileNames.decode(target, 0, (int) length);
  }

  public void removeFile(String name) {
    check(LIBC.unlinkat(fd.number(), single(name), 0), "unlinkat", name);
  }

  public void removeDirectory(String name) {
    check(LIBC.unlinkat(fd.number(), single(name), AT_REMOVEDIR), "unlinkat", name);
  }

  /**
   * Removes an entry and all below it; does nothing when it does not exist. Other processes may
   * remove the same entries meanwhile, or add some: the removal is repeated for a few seconds.
   *
   * @throws SyscallException ENOTEMPTY when entries were added all that time
   */
  public void removeTree(String name) {
    long deadline = System.nanoTime() + REMOVE_PATIENCE_NANOS;
    while (!tryRemoveTree(name)) {
      if (System.nanoTime() > deadline) {
        throw new SyscallException("unlinkat", Errno.ENOTEMPTY, name);
      }
    }
  }

  /** Returns whether it has been removed; false when an entry was added to it meanwhile. */
  private boolean tryRemoveTree(String name) {
    if (LIBC.unlinkat(fd.number(), single(name), 0) == 0 || Errno.last() == Errno.ENOENT) {
      return true;
    }
    if (Errno.last() != Errno.EISDIR) {
      throw new SyscallException("unlinkat", Errno.last(), name);
    }
    try (Directory child = child(name)) {
      for (Entry entry : child.list()) {
        child.removeTree(entry.name());
      }
      removeDirectory(name);
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOTEMPTY && e.call().equals("unlinkat")) {
        return false;
      }
      if (e.errno() == Errno.ENOENT) {
        return true; // getdents(2), too, when the directory has been removed under it
      }
      throw e;
    }
  }

  /** Moves an entry; EEXIST when {@code newName} is taken. */
  public void rename(String name, Directory to, String newName) {
    check(
        LIBC.renameat2(
            fd.number(), single(name), to.fd.number(), single(newName), RENAME_NOREPLACE),
        "renameat2",
        name,
        newName);
  }

  /**
   * Moves an entry over what has that name, at once: a file over a file, a directory over an empty
   * one (rename(2)).
   */
  public void replace(String name, Directory to, String newName) {
    check(
        LIBC.renameat2(fd.number(), single(name), to.fd.number(), single(newName), 0),
        "renameat2",
        name,
        newName);
  }

  /** Also clears set-user-ID and set-group-ID, so it comes before {@link #setMode}. */
  public void setOwner(String name, int uid, int gid) {
    check(
        LIBC.fchownat(fd.number(), single(name), uid, gid, AT_SYMLINK_NOFOLLOW), "fchownat", name);
  }

  /**
   * fchmodat2(2); EOPNOTSUPP for a symbolic link, also for an entry that has just been replaced by
   * one.
   */
  public void setMode(String name, int mode) {
    check(Chmod.noFollow(fd.number(), single(name), mode), "fchmodat", name);
  }

  /** Sets the time of last modification and leaves that of last access. */
  public void setModified(String name, long seconds, int nanos) {
    buffer.putLong(0, 0);
    buffer.putLong(8, UTIME_OMIT);
    buffer.putLong(16, seconds);
    buffer.putLong(24, nanos);
    check(
        LIBC.utimensat(fd.number(), single(name), buffer, AT_SYMLINK_NOFOLLOW), "utimensat", name);
  }

  public void setAttribute(String name, String attribute, byte[] value) {
    check(
        LIBC.lsetxattr(procPath(name), attribute, value, value.length, 0),
        "lsetxattr",
        attribute,
        name);
  }

  /** Extended attributes by name (xattr(7)), as far as this process may see them. */
  public SortedMap<String, byte[]> attributes(String name) {
    byte[] path = procPath(name);
    return ExtendedAttributes.all(
        name,
        new ExtendedAttributes.Calls() {
          @Override
          public long list(byte[] list) {
            return LIBC.llistxattr(path, list, list.length);
          }

          @Override
          public long get(String attribute, byte[] value) {
            return LIBC.lgetxattr(path, attribute, value, value.length);
          }
        });
  }

  /** Those of this directory itself. */
  public SortedMap<String, byte[]> attributes() {
    return OpenFile.attributes(fd);
  }

  /** One extended attribute; nothing where there is none, or no place for any. */
  public Optional<byte[]> attribute(String name, String attribute) {
    byte[] path = procPath(name);
    return ExtendedAttributes.one(value -> LIBC.lgetxattr(path, attribute, value, value.length));
  }

  /** syncfs(2) of the file system that holds this directory. */
  public void syncFileSystem() {
    check(LIBC.syncfs(fd.number()), "syncfs", fd);
  }

  /** There is no lsetxattrat before Linux 6.13; the magic link of the descriptor does the same. */
  private byte[] procPath(String name) {
    checkName(name);
    return FileNames.cString("/proc/self/fd/" + fd.number() + "/" + name);
  }

  private static byte[] single(String name) {
    checkName(name);
    return FileNames.cString(name);
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf(0) >= 0) {
      throw new IllegalArgumentException("not the name of a directory's entry: " + name);
    }
  }

  @Override
  public void close() {
    fd.close();
    memory.close();
  }

  @Override
  public String toString() {
    return fd.toString();
  }
}
