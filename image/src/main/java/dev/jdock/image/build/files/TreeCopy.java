package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileCopy;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies files into a root file system. Directories that are there already keep their owner and
 * mode when they are the destination, and take the source's when they are below it.
 */
public final class TreeCopy {

  /**
   * What copies get instead of what their sources have.
   *
   * @param owner null to keep a root file system's owners
   * @param mode null to keep the source's
   * @param made time of last modification of directories made on the way; null for now
   */
  public record Attributes(
      @Nullable Ownership owner, @Nullable ModeChange mode, @Nullable Instant made) {}

  private record Inode(long device, long number) {}

  private record Place(String folder, String name) {}

  private final Directory root;
  private final Attributes attributes;
  private final Map<Inode, Place> linked = new HashMap<>();

  public TreeCopy(Directory root, Attributes attributes) {
    this.root = root;
    this.attributes = attributes;
  }

  /** Copies a match to {@code destination}, absolute, a slash at the end meaning a directory. */
  public void copy(SourceTree source, SourceTree.Match match, String destination)
      throws IOException {
    String folder = destination.endsWith("/") ? destination : Trees.parentOf(destination);
    makeDirectories(folder).close();
    String leadsTo = Trees.destination(root, destination);
    Optional<String> actual = Trees.resolve(root, leadsTo);
    boolean isDirectory = actual.isPresent() && isDirectory(actual.get());
    if (source.stat(match).isDirectory()) {
      if (actual.isPresent() && !isDirectory) {
        throw JdockException.invalid("cannot copy to non-directory: " + destination);
      }
      copyInto(source, match, destination, null);
    } else if (isDirectory) {
      copyInto(source, match, destination, Trees.nameOf(match.named()));
    } else {
      String file = actual.orElse(Trees.withoutSlashes(leadsTo));
      makeDirectories(Trees.parentOf(file)).close();
      copyInto(source, match, Trees.parentOf(file), Trees.nameOf(file));
    }
  }

  private void copyInto(
      SourceTree source, SourceTree.Match match, String folder, @Nullable String as)
      throws IOException {
    boolean existed = Trees.resolve(root, folder).isPresent();
    try (Directory target = makeDirectories(folder)) {
      FileStat before = target.stat(".");
      try (var writer = new Writer(source.ownersCount(), target, folder, as)) {
        source.walk(match, writer);
      }
      if (as == null) {
        FileStat whole = source.stat(match);
        target.setModified(".", whole.mtimeSeconds(), whole.mtimeNanos());
      } else if (existed || attributes.made() != null) {
        // A changed entry is no change of the directory itself, in the layer that results.
        target.setModified(".", before.mtimeSeconds(), before.mtimeNanos());
      }
    }
  }

  private boolean isDirectory(String path) {
    if (path.isEmpty()) {
      return true;
    }
    try (Directory parent = root.inRoot(Trees.parentOf(path))) {
      return parent.stat(Trees.nameOf(path)).isDirectory();
    }
  }

  /** Opens a directory of the root file system, making what is missing. */
  public Directory makeDirectories(String path) {
    try {
      return Trees.makeDirectories(root, Trees.withoutSlashes(path), this::describeMade);
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOTDIR || e.errno() == Errno.EEXIST) {
        throw JdockException.invalid("mkdir /" + Trees.withoutSlashes(path) + ": not a directory");
      }
      throw e;
    }
  }

  private void describeMade(Directory parent, String name) {
    Ownership owner = attributes.owner() == null ? Ownership.ROOT : attributes.owner();
    ModeChange mode = attributes.mode();
    parent.setOwner(name, owner.uid(), owner.gid());
    parent.setMode(name, mode == null ? 0755 : mode.ofMadeFolder());
    Instant time = attributes.made();
    if (time != null) {
      parent.setModified(name, time.getEpochSecond(), time.getNano());
    }
  }

  /** Owner before mode and attributes: chown(2) clears set-user-ID and file capabilities. */
  private void describe(
      boolean ownersCount,
      Directory from,
      String source,
      FileStat stat,
      Directory to,
      String name) {
    Ownership owner = attributes.owner();
    if (owner == null) {
      owner = ownersCount ? new Ownership(stat.uid(), stat.gid()) : Ownership.ROOT;
    }
    to.setOwner(name, owner.uid(), owner.gid());
    if (stat.type() != FileType.SYMLINK) {
      ModeChange mode = attributes.mode();
      to.setMode(name, mode == null ? stat.mode() : mode.apply(stat.mode(), stat.isDirectory()));
    }
    from.attributes(source)
        .forEach((key, value) -> {
          if (ownersCount || ExtendedAttributes.ofContext(key)) {
            ExtendedAttributes.set(to, name, key, value);
          }
        });
    to.setModified(name, stat.mtimeSeconds(), stat.mtimeNanos());
  }

  /** Writes what it is shown below one directory. */
  private final class Writer implements SourceTree.Visitor, AutoCloseable {
    private final boolean ownersCount;
    private final String folder;
    private final @Nullable String as;
    private final Deque<Directory> open = new ArrayDeque<>();
    private final Directory target;

    Writer(boolean ownersCount, Directory target, String folder, @Nullable String as) {
      this.ownersCount = ownersCount;
      this.target = target;
      this.folder = folder;
      this.as = as;
    }

    private Directory current() {
      Directory innermost = open.peek();
      return innermost == null ? target : innermost;
    }

    @Override
    public void enter(String path, Directory parent, String name, FileStat stat) {
      Optional<FileStat> old = current().tryStat(name);
      if (old.isEmpty()) {
        current().makeDirectory(name, 0700);
      } else if (!old.get().isDirectory()) {
        throw JdockException.invalid("cannot copy to non-directory: " + shown(path));
      }
      open.push(current().child(name));
    }

    @Override
    public void leave(String path, Directory parent, String name, FileStat stat) {
      open.pop().close();
      describe(ownersCount, parent, name, stat, current(), name);
    }

    @Override
    public void file(String path, Directory parent, String name, FileStat stat) throws IOException {
      String copy = path.isEmpty() && as != null ? as : name;
      Directory to = current();
      Optional<FileStat> old = to.tryStat(copy);
      if (old.isPresent()) {
        if (old.get().isDirectory()) {
          throw JdockException.invalid(
              "cannot replace to directory " + shown(path.isEmpty() ? copy : path) + " with file");
        }
        to.removeFile(copy);
      }
      if (stat.links() > 1 && link(path, copy, stat, to)) {
        return;
      }
      make(parent, name, stat, to, copy);
      describe(ownersCount, parent, name, stat, to, copy);
    }

    private String shown(String path) {
      return "/" + Trees.withoutSlashes(folder + "/" + path);
    }

    /** Names of one file in the source are names of one file in the copy. */
    private boolean link(String path, String copy, FileStat stat, Directory to) {
      String parent = Trees.parentOf(path);
      Place here = new Place(Trees.withoutSlashes(folder + "/" + parent), copy);
      Place first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), here);
      if (first == null || first.equals(here)) {
        return false;
      }
      try (Directory from = root.inRoot(first.folder())) {
        to.makeLink(copy, from, first.name());
      }
      return true;
    }

    private void make(Directory parent, String name, FileStat stat, Directory to, String copy)
        throws IOException {
      switch (stat.type()) {
        case REGULAR -> content(parent, name, stat, to, copy);
        case SYMLINK -> to.makeSymlink(copy, parent.readSymlink(name));
        case FIFO -> to.makeNode(copy, FileType.FIFO, 0600, 0, 0);
        case CHARACTER_DEVICE, BLOCK_DEVICE ->
            to.makeNode(copy, stat.type(), 0600, stat.rdevMajor(), stat.rdevMinor());
        // BuildKit receives a socket of a context as an empty file.
        case SOCKET -> to.createFile(copy, 0600).close();
        case DIRECTORY -> throw new IllegalArgumentException("not walked as a file: " + name);
      }
    }

    private static void content(
        Directory parent, String name, FileStat stat, Directory to, String copy)
        throws IOException {
      try (Fd from = parent.openFile(name);
          Fd into = to.createFile(copy, 0600)) {
        FileCopy.copy(from, into, stat.size());
      }
    }

    @Override
    public void close() {
      open.forEach(Directory::close);
    }
  }
}
