package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.TarContent;
import dev.jdock.image.layer.TarEntry;
import dev.jdock.image.layer.TarReader;
import dev.jdock.image.text.GoQuote;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Unpacks an archive of files, not of a layer: names have no special meaning. No member can touch
 * anything outside the directory: parents are looked up with it as the root, last components are
 * never followed.
 */
public final class TarTree {
  /**
   * Who is to own the files.
   *
   * @param fixed whether the archive's owners are replaced
   */
  public record Owner(boolean fixed, int uid, int gid) {
    public static Owner asArchived() {
      return new Owner(false, 0, 0);
    }

    public static Owner of(int uid, int gid) {
      return new Owner(true, uid, gid);
    }
  }

  private record Times(String parent, String name, long seconds, int nanos) {}

  private final Directory root;
  private final Owner owner;
  private final TarContent content = new TarContent();
  private final List<Times> directories = new ArrayList<>();

  /** Links of the archive that lead out of it, by their paths. */
  private final Set<String> leadingOut = new HashSet<>();

  private TarTree(Directory root, Owner owner) {
    this.root = root;
    this.owner = owner;
  }

  /** Whether a file begins with a tar header, which has a valid checksum (tar(5)). */
  public static boolean isArchive(byte[] head) {
    if (!TarReader.isArchive(head)) {
      return false;
    }
    // An archive without members is one to tar(1), and a file of zeros to Docker.
    for (byte b : head) {
      if (b != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * @throws JdockException INVALID for an archive that is damaged or wants out of the directory
   */
  public static void unpack(InputStream plain, Directory root, Owner owner) throws IOException {
    new TarTree(root, owner).unpackAll(plain);
  }

  private void unpackAll(InputStream plain) throws IOException {
    var archive = new TarReader(plain);
    TarEntry entry;
    while ((entry = archive.next()) != null) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      unpack(entry, archive);
    }
    for (Times time : directories.reversed()) {
      try (Directory parent = root.inRoot(time.parent())) {
        parent.setModified(time.name(), time.seconds(), time.nanos());
      }
    }
  }

  private void unpack(TarEntry entry, TarReader archive) throws IOException {
    List<String> parts = parts(entry.path(), "invalid entry name ");
    if (parts.isEmpty()) {
      return;
    }
    requireInside(parts);
    leadingOut.remove(String.join("/", parts));
    String name = parts.getLast();
    String parentPath = String.join("/", parts.subList(0, parts.size() - 1));
    try (Directory parent = Trees.makeDirectories(root, parentPath, Trees.DEFAULT_FOLDER)) {
      Optional<FileStat> old = parent.tryStat(name);
      boolean folder = entry.type() == FileType.DIRECTORY;
      boolean keep = folder && old.map(FileStat::isDirectory).orElse(false);
      if (old.isPresent() && !keep) {
        parent.removeTree(name);
      }
      if (entry.hardLink()) {
        link(entry, parent, name);
        return;
      }
      make(entry, parent, name, keep, archive);
      describe(entry, parent, name, parentPath);
    }
  }

  /** A link may say anything, but nothing is written through one that leads out. */
  private void requireInside(List<String> parts) {
    for (int end = 1; end < parts.size() && !leadingOut.isEmpty(); end++) {
      String path = String.join("/", parts.subList(0, end));
      if (leadingOut.contains(path)) {
        throw JdockException.invalid("statat " + path + ": path escapes from parent");
      }
    }
  }

  private void remember(TarEntry entry) {
    List<String> path = parts(entry.path(), "invalid entry name ");
    int depth = path.size() - 1;
    for (String part : entry.linkTarget().split("/", -1)) {
      depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
      if (depth < 0 && !entry.linkTarget().startsWith("/")) {
        leadingOut.add(String.join("/", path));
      }
    }
  }

  private void link(TarEntry entry, Directory parent, String name) {
    List<String> target = parts(entry.linkTarget(), "invalid hardlink target ");
    if (target.isEmpty()) {
      throw JdockException.invalid("invalid hardlink target " + GoQuote.quote(entry.linkTarget()));
    }
    String folder = String.join("/", target.subList(0, target.size() - 1));
    try (Directory from = root.inRoot(folder)) {
      parent.makeLink(name, from, target.getLast());
    } catch (SyscallException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "linkat " + String.join("/", target) + " " + entry.path() + ": " + e.reason(),
          e);
    }
  }

  private void make(
      TarEntry entry, Directory parent, String name, boolean exists, TarReader archive)
      throws IOException {
    switch (entry.type()) {
      case REGULAR -> {
        try (Fd file = parent.createFile(name, 0600)) {
          content.write(entry, archive.content(), file);
        }
      }
      case DIRECTORY -> {
        if (!exists) {
          parent.makeDirectory(name, 0755);
        }
      }
      case SYMLINK -> {
        parent.makeSymlink(name, entry.linkTarget());
        remember(entry);
      }
      case FIFO, SOCKET -> parent.makeNode(name, FileType.FIFO, 0600, 0, 0);
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          parent.makeNode(name, entry.type(), 0600, entry.deviceMajor(), entry.deviceMinor());
    }
  }

  /** Owner before mode and attributes: chown(2) clears set-user-ID and file capabilities. */
  private void describe(TarEntry entry, Directory parent, String name, String parentPath) {
    int uid = owner.fixed() ? owner.uid() : entry.uid();
    int gid = owner.fixed() ? owner.gid() : entry.gid();
    parent.setOwner(name, uid, gid);
    if (entry.type() != FileType.SYMLINK) {
      parent.setMode(name, entry.mode());
    }
    entry
        .attributes()
        .forEach((key, value) ->
            ExtendedAttributes.set(key, () -> parent.setAttribute(name, key, value)));
    if (entry.type() == FileType.DIRECTORY) {
      directories.add(new Times(parentPath, name, entry.mtimeSeconds(), entry.mtimeNanos()));
    } else {
      parent.setModified(name, entry.mtimeSeconds(), entry.mtimeNanos());
    }
  }

  /**
   * Components of a member's name.
   *
   * @throws JdockException INVALID for one that leads out of the directory
   */
  private static List<String> parts(String path, String refusal) {
    var parts = new ArrayList<String>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        } else if (!path.startsWith("/")) {
          throw JdockException.invalid(refusal + GoQuote.quote(path));
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }
}
