package dev.jdock.image.export;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what distinguishes a root file system from another into an overlay's upper directory. Both
 * are overlays of layers of one file system, so a file that none of the layers between has changed
 * has the same inode in both.
 */
final class TreeDifference {
  private static final String OVERLAY = "trusted.overlay.";
  private static final String SELINUX = "security.selinux";

  private record Inode(long device, long number) {}

  private record Place(String folder, String name) {}

  private final Directory upper;
  private final Map<Inode, Place> firstNames = new HashMap<>();

  /**
   * @param upper empty at first
   */
  TreeDifference(Directory upper) {
    this.upper = upper;
  }

  void write(Directory base, Directory root) throws IOException {
    try (Folder top = new Folder(null, "", upper)) {
      compare(base, root, top);
      describe(root, ".", upper, ".", root.stat("."));
    }
  }

  /** A directory of the result, which is made in the upper one when something in it differs. */
  private static final class Folder implements AutoCloseable {
    private final @Nullable Folder parent;
    private final String name;
    private @Nullable Directory made;
    private final boolean owned;

    Folder(@Nullable Folder parent, String name, @Nullable Directory made) {
      this.parent = parent;
      this.name = name;
      this.made = made;
      this.owned = made == null;
    }

    String path() {
      return parent == null ? "" : parent.path() + name + "/";
    }

    Directory directory() {
      Directory known = made;
      if (known != null) {
        return known;
      }
      if (parent == null) {
        throw new IllegalStateException("the top is there");
      }
      parent.directory().makeDirectory(name, 0700);
      Directory fresh = parent.directory().child(name);
      made = fresh;
      return fresh;
    }

    boolean isMade() {
      return made != null;
    }

    @Override
    public void close() {
      if (owned && made != null) {
        made.close();
      }
    }
  }

  private void compare(@Nullable Directory base, Directory root, Folder folder) throws IOException {
    Set<String> names = new HashSet<>();
    for (Directory.Entry entry : root.list()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      String name = entry.name();
      names.add(name);
      FileStat stat = root.stat(name);
      FileStat old = base == null ? null : base.tryStat(name).orElse(null);
      if (stat.isDirectory()) {
        directory(base, root, name, stat, old, folder);
      } else if (stat.type() != FileType.SOCKET && (old == null || differs(stat, old))) {
        file(root, name, stat, folder);
      }
    }
    if (base != null) {
      for (Directory.Entry entry : base.list()) {
        if (!names.contains(entry.name())) {
          // A whiteout (kernel, overlayfs.rst).
          folder.directory().makeNode(entry.name(), FileType.CHARACTER_DEVICE, 0, 0, 0);
        }
      }
    }
  }

  private void directory(
      @Nullable Directory base,
      Directory root,
      String name,
      FileStat stat,
      @Nullable FileStat old,
      Folder parent)
      throws IOException {
    boolean wasFolder = old != null && old.isDirectory();
    try (Folder folder = new Folder(parent, name, null);
        Directory now = root.child(name)) {
      if (base != null && wasFolder) {
        try (Directory before = base.child(name)) {
          compare(before, now, folder);
        }
      } else {
        Directory _ = folder.directory();
        compare(null, now, folder);
      }
      if (folder.isMade() || old == null || changed(stat, old)) {
        Directory _ = folder.directory();
        describe(root, name, parent.directory(), name, stat);
      }
    }
  }

  private static boolean differs(FileStat now, FileStat old) {
    return now.type() != old.type()
        || now.inode() != old.inode()
        || now.size() != old.size()
        || changed(now, old);
  }

  private static boolean changed(FileStat now, FileStat old) {
    return now.mode() != old.mode()
        || now.uid() != old.uid()
        || now.gid() != old.gid()
        || now.mtimeSeconds() != old.mtimeSeconds()
        || now.mtimeNanos() != old.mtimeNanos();
  }

  private void file(Directory root, String name, FileStat stat, Folder folder) throws IOException {
    Directory to = folder.directory();
    if (stat.links() > 1) {
      Inode inode = new Inode(stat.device(), stat.inode());
      Optional<Place> first = Optional.ofNullable(firstNames.get(inode));
      if (first.isPresent()) {
        try (Directory there = upper.inRoot(first.get().folder())) {
          to.makeLink(name, there, first.get().name());
        }
        return;
      }
      firstNames.put(inode, new Place(folder.path(), name));
    }
    switch (stat.type()) {
      case REGULAR -> content(root, name, to);
      case SYMLINK -> to.makeSymlink(name, root.readSymlink(name));
      case FIFO -> to.makeNode(name, FileType.FIFO, 0600, 0, 0);
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          to.makeNode(name, stat.type(), 0600, stat.rdevMajor(), stat.rdevMinor());
      case SOCKET, DIRECTORY -> throw new IllegalArgumentException(name);
    }
    describe(root, name, to, name, stat);
  }

  private static void content(Directory from, String name, Directory to) throws IOException {
    try (Fd source = from.openFile(name);
        Fd copy = to.createFile(name, 0600);
        FileChannel in = FileChannel.open(source.procPath(), StandardOpenOption.READ);
        FileChannel out = FileChannel.open(copy.procPath(), StandardOpenOption.WRITE)) {
      long done = 0;
      for (long moved; (moved = in.transferTo(done, Long.MAX_VALUE - done, out)) > 0; ) {
        done += moved;
      }
    }
  }

  /** Owner before mode and attributes: chown(2) clears set-user-ID and file capabilities. */
  private static void describe(
      Directory from, String source, Directory to, String name, FileStat stat) {
    to.setOwner(name, stat.uid(), stat.gid());
    if (stat.type() != FileType.SYMLINK) {
      to.setMode(name, stat.mode());
    }
    from.attributes(source)
        .forEach((key, value) -> {
          if (!key.startsWith(OVERLAY) && !key.equals(SELINUX)) {
            attribute(to, name, key, value);
          }
        });
    to.setModified(name, stat.mtimeSeconds(), stat.mtimeNanos());
  }

  private static void attribute(Directory to, String name, String key, byte[] value) {
    try {
      to.setAttribute(name, key, value);
    } catch (SyscallException e) {
      if (e.errno() != dev.jdock.linux.Errno.EOPNOTSUPP) {
        throw e;
      }
    }
  }
}
