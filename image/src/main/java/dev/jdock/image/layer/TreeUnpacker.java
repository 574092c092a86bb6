package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a plain archive of files into a directory. No member can touch anything outside: parents
 * are looked up with the directory as the root, last components are never followed.
 */
public final class TreeUnpacker {
  /**
   * How members become files.
   *
   * @param shown the directory's path as messages name it
   * @param renamed what a member's name, or a hard link's target, becomes
   * @param keepsKinds refuse to put a file where a directory is, or the other way round
   * @param owners who owns the new files
   * @param whole the directory itself becomes what the archive says of its root
   * @param keepsLinks a directory of the archive that is a symbolic link to one here stays a link,
   *     and what is in it goes where that leads, as dpkg(1) does
   */
  public record Options(
      String shown,
      UnaryOperator<String> renamed,
      boolean keepsKinds,
      Owners owners,
      boolean whole,
      boolean keepsLinks) {
    public Options(String shown, UnaryOperator<String> renamed, boolean keepsKinds, Owners owners) {
      this(shown, renamed, keepsKinds, owners, false, false);
    }
  }

  /** Who owns what is unpacked. */
  public sealed interface Owners {
    /** The owner in the archive. */
    record Archived() implements Owners {}

    /** The user that unpacks. */
    record Unpacking() implements Owners {}

    /** One user for all. */
    record Fixed(int uid, int gid) implements Owners {}
  }

  private record DirectoryTime(TarPath path, long seconds) {}

  private final Directory root;
  private final Options options;
  private final Transfer transfer = new Transfer();
  private final List<DirectoryTime> directoryTimes = new ArrayList<>();

  private TreeUnpacker(Directory root, Options options) {
    this.root = root;
    this.options = options;
  }

  /**
   * Reads the archive, compressed or not, to its end.
   *
   * @throws JdockException INVALID for content that is not an archive, or conflicts with existing
   *     files
   */
  public static void unpack(InputStream in, Directory root, Options options) throws IOException {
    new TreeUnpacker(root, options).unpackAll(Compression.uncompressed(in));
  }

  private void unpackAll(InputStream in) throws IOException {
    TarReader reader = new TarReader(in);
    TarEntry entry;
    while ((entry = reader.next()) != null) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      TarPath path = TarPath.of(options.renamed().apply(entry.path()));
      try {
        unpack(entry, path, reader);
      } catch (SyscallException e) {
        throw new JdockException(
            e.errno() == Errno.ENOSPC ? JdockException.Kind.INTERNAL : JdockException.Kind.INVALID,
            e.call() + " " + shown(path) + ": " + e.reason(),
            e);
      }
    }
    in.transferTo(OutputStream.nullOutputStream());
    for (DirectoryTime time : directoryTimes) {
      try (Directory folder = root.inRoot(time.path().parent())) {
        String name = time.path().isRoot() ? "." : time.path().name();
        folder.setModified(name, time.seconds(), 0);
      }
    }
  }

  private String shown(TarPath path) {
    return (options.shown().endsWith("/") ? options.shown() : options.shown() + "/") + path;
  }

  private void unpack(TarEntry entry, TarPath path, TarReader reader) throws IOException {
    if (path.isRoot()) {
      if (options.whole() && entry.type() == FileType.DIRECTORY) {
        describe(root, ".", path, entry);
      }
      return;
    }
    try (Directory folder = parent(path.parent())) {
      String name = path.name();
      Optional<FileStat> old = folder.tryStat(name);
      boolean directory = entry.type() == FileType.DIRECTORY;
      boolean link = old.isPresent() && old.get().type() == FileType.SYMLINK;
      if (link && directory && options.keepsLinks() && leadsToDirectory(path)) {
        return;
      }
      if (old.isPresent()) {
        checkKinds(path, old.get().isDirectory(), directory);
        if (!(old.get().isDirectory() && directory)) {
          folder.removeTree(name);
          old = Optional.empty();
        }
      }
      if (entry.hardLink()) {
        link(folder, name, entry);
        return;
      }
      make(folder, name, entry, old.isPresent(), reader);
      describe(folder, name, path, entry);
    }
  }

  private boolean leadsToDirectory(TarPath path) {
    Directory there = tryOpen(path.toString());
    if (there == null) {
      return false;
    }
    there.close();
    return true;
  }

  private void checkKinds(TarPath path, boolean oldIsDirectory, boolean newIsDirectory) {
    if (options.keepsKinds() && oldIsDirectory != newIsDirectory) {
      throw JdockException.invalid(
          oldIsDirectory
              ? "cannot overwrite directory \"%s\" with non-directory \"%s\""
                  .formatted(shown(path), options.shown())
              : "cannot overwrite non-directory \"%s\" with directory \"%s\""
                  .formatted(shown(path), options.shown()));
    }
  }

  private void link(Directory folder, String name, TarEntry entry) {
    TarPath target = TarPath.of(options.renamed().apply(entry.linkTarget()));
    if (target.isRoot()) {
      throw JdockException.invalid("invalid hardlink \"" + entry.linkTarget() + "\"");
    }
    try (Directory from = root.inRoot(target.parent())) {
      folder.makeLink(name, from, target.name());
    }
  }

  private void make(Directory folder, String name, TarEntry entry, boolean exists, TarReader reader)
      throws IOException {
    switch (entry.type()) {
      case REGULAR -> {
        try (Fd file = folder.createFile(name, 0600)) {
          transfer.write(reader.content(), entry.size(), file);
        }
      }
      case DIRECTORY -> {
        if (!exists) {
          folder.makeDirectory(name, 0700);
        }
      }
      case SYMLINK -> folder.makeSymlink(name, entry.linkTarget());
      case FIFO, SOCKET -> folder.makeNode(name, FileType.FIFO, 0600, 0, 0);
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          folder.makeNode(name, entry.type(), 0600, entry.deviceMajor(), entry.deviceMinor());
    }
  }

  /** Owner before mode and attributes: chown(2) clears set-user-ID and file capabilities. */
  private void describe(Directory folder, String name, TarPath path, TarEntry entry) {
    switch (options.owners()) {
      case Owners.Archived _ -> folder.setOwner(name, entry.uid(), entry.gid());
      case Owners.Fixed fixed -> folder.setOwner(name, fixed.uid(), fixed.gid());
      case Owners.Unpacking _ -> {}
    }
    if (entry.type() != FileType.SYMLINK) {
      folder.setMode(name, entry.mode());
    }
    entry
        .attributes()
        .forEach((attribute, value) -> {
          if (!Whiteouts.isOverlayAttribute(attribute)) {
            setAttribute(folder, name, attribute, value);
          }
        });
    if (entry.type() == FileType.DIRECTORY) {
      directoryTimes.add(new DirectoryTime(path, entry.mtimeSeconds()));
    } else {
      folder.setModified(name, entry.mtimeSeconds(), entry.mtimeNanos());
    }
  }

  /** As Docker does, an attribute that this file system or kernel has no place for is left out. */
  private static void setAttribute(Directory folder, String name, String attribute, byte[] value) {
    try {
      folder.setAttribute(name, attribute, value);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM) {
        throw e;
      }
    }
  }

  private Directory parent(String path) {
    Directory found = tryOpen(path);
    if (found != null) {
      return found;
    }
    TarPath missing = TarPath.of(path);
    try (Directory above = parent(missing.parent())) {
      above.makeDirectory(missing.name(), 0755);
      return above.child(missing.name());
    }
  }

  private @Nullable Directory tryOpen(String path) {
    try {
      return root.inRoot(path);
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOENT && !path.isEmpty()) {
        return null;
      }
      throw e;
    }
  }
}
