package dev.jdock.runtime.volume;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileCopy;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies a folder's content with owners, modes, times, extended attributes, holes and hard links.
 * Content is shared where the file system can. Files that go meanwhile are left out.
 */
public final class TreeCopy {
  private final Directory target;

  /**
   * Paths below the target, by file system and inode of the source, of files with several names.
   */
  private final Map<Inode, String> linked = new HashMap<>();

  private record Inode(long device, long number) {}

  /**
   * @param target empty; nobody else changes it meanwhile
   */
  public TreeCopy(Directory target) {
    this.target = target;
  }

  /** Copies what is in {@code source}, and what the folder itself is: owner, mode, times. */
  public void run(Directory source) throws InterruptedIOException {
    copyContent(source, target, "");
    copyFolder(source, target);
  }

  /** What a folder itself is, without its content. */
  static void copyFolder(Directory source, Directory target) {
    copyAttributes(source, ".", target, ".", source.stat("."));
  }

  private void copyContent(Directory from, Directory to, String path)
      throws InterruptedIOException {
    for (Directory.Entry entry : from.list()) {
      try {
        copy(from, entry.name(), to, path);
      } catch (SyscallException e) {
        if (e.errno() != Errno.ENOENT || from.tryStat(entry.name()).isPresent()) {
          throw e;
        }
      }
    }
  }

  private void copy(Directory from, String name, Directory to, String path)
      throws InterruptedIOException {
    FileStat stat = from.stat(name);
    String here = path + name;
    if (stat.type() != FileType.DIRECTORY && stat.links() > 1) {
      String first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), here);
      if (first != null) {
        link(to, name, first);
        return;
      }
    }
    switch (stat.type()) {
      case DIRECTORY -> {
        to.makeDirectory(name, 0700);
        try (Directory source = from.child(name);
            Directory copy = to.child(name)) {
          copyContent(source, copy, here + "/");
        }
      }
      case REGULAR -> {
        try (Fd source = from.openFile(name);
            Fd copy = to.createFile(name, 0600)) {
          FileCopy.copy(source, copy, stat.size());
        }
      }
      case SYMLINK -> to.makeSymlink(name, from.readSymlink(name));
      default -> to.makeNode(name, stat.type(), stat.mode(), stat.rdevMajor(), stat.rdevMinor());
    }
    copyAttributes(from, name, to, name, stat);
  }

  private void link(Directory to, String name, String first) {
    int slash = first.lastIndexOf('/') + 1;
    try (Directory folder = target.inRoot("/" + first.substring(0, slash))) {
      to.makeLink(name, folder, first.substring(slash));
    }
  }

  /** The owner first: changing it clears set-user-id bits and file capabilities. */
  private static void copyAttributes(
      Directory from, String name, Directory to, String newName, FileStat stat) {
    to.setOwner(newName, stat.uid(), stat.gid());
    if (stat.type() != FileType.SYMLINK) {
      to.setMode(newName, stat.mode());
    }
    from.attributes(name)
        .forEach((attribute, value) -> {
          if (!attribute.startsWith("trusted.overlay.")) {
            setAttribute(to, newName, attribute, value);
          }
        });
    to.setModified(newName, stat.mtimeSeconds(), stat.mtimeNanos());
  }

  /**
   * What this file system has no place for is left out, as Docker does: the access lists of NFS
   * (system.nfs4_acl) are on every file there.
   */
  private static void setAttribute(Directory to, String name, String attribute, byte[] value) {
    try {
      to.setAttribute(name, attribute, value);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
    }
  }
}
