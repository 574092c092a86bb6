package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks an archive of files, not of a layer: names have no special meaning. No member can touch
 * anything outside the directory: parents are looked up with it as the root, last components are
 * never followed.
 */
public final class TarTree {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

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

  private record Times(String parent, String name, FileTime modified) {}

  private final Directory root;
  private final Owner owner;
  private final Transfer transfer = new Transfer();
  private final List<Times> directories = new ArrayList<>();

  private TarTree(Directory root, Owner owner) {
    this.root = root;
    this.owner = owner;
  }

  /** Whether a file begins with a tar header, which has a valid checksum (tar(5)). */
  public static boolean isArchive(byte[] head) {
    if (head.length < BLOCK || head[0] == 0) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean checksum = i >= CHECKSUM && i < CHECKSUM + 8;
      sum += checksum ? ' ' : head[i] & 0xff;
    }
    String stored =
        new String(head, CHECKSUM, 8, java.nio.charset.StandardCharsets.US_ASCII)
            .replace('\0', ' ')
            .strip();
    try {
      return Integer.parseInt(stored, 8) == sum;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  public static void unpack(InputStream plain, Directory root, Owner owner) throws IOException {
    new TarTree(root, owner).unpackAll(plain);
  }

  private void unpackAll(InputStream plain) throws IOException {
    var archive = new TarArchiveInputStream(plain, "UTF-8");
    TarArchiveEntry entry;
    while ((entry = archive.getNextEntry()) != null) {
      if (Thread.currentThread().isInterrupted()) {
        throw new java.io.InterruptedIOException();
      }
      unpack(entry, archive);
    }
    for (Times time : directories.reversed()) {
      try (Directory parent = root.inRoot(time.parent())) {
        setModified(parent, time.name(), time.modified());
      }
    }
  }

  private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
    List<String> parts = parts(entry.getName());
    if (parts.isEmpty()) {
      return;
    }
    String name = parts.getLast();
    String parentPath = String.join("/", parts.subList(0, parts.size() - 1));
    try (Directory parent = Trees.makeDirectories(root, parentPath, Trees.DEFAULT_FOLDER)) {
      Optional<FileStat> old = parent.tryStat(name);
      boolean keep = entry.isDirectory() && old.map(FileStat::isDirectory).orElse(false);
      if (old.isPresent() && !keep) {
        parent.removeTree(name);
      }
      if (make(entry, parent, name, keep, content)) {
        describe(entry, parent, name, parentPath);
      }
    }
  }

  /**
   * @return whether the new file takes owner, mode and time from the entry
   */
  private boolean make(
      TarArchiveEntry entry, Directory parent, String name, boolean exists, InputStream content)
      throws IOException {
    switch (entry.getLinkFlag()) {
      case TarConstants.LF_SYMLINK -> parent.makeSymlink(name, entry.getLinkName());
      case TarConstants.LF_LINK -> {
        List<String> target = parts(entry.getLinkName());
        if (target.isEmpty()) {
          throw JdockException.invalid("invalid hard link " + entry.getName());
        }
        String folder = String.join("/", target.subList(0, target.size() - 1));
        try (Directory from = root.inRoot(folder)) {
          parent.makeLink(name, from, target.getLast());
        }
        return false;
      }
      case TarConstants.LF_CHR, TarConstants.LF_BLK ->
          parent.makeNode(
              name,
              entry.isCharacterDevice() ? FileType.CHARACTER_DEVICE : FileType.BLOCK_DEVICE,
              0600,
              entry.getDevMajor(),
              entry.getDevMinor());
      case TarConstants.LF_FIFO -> parent.makeNode(name, FileType.FIFO, 0600, 0, 0);
      default -> {
        if (!entry.isDirectory()) {
          try (Fd file = parent.createFile(name, 0600)) {
            transfer.write(content, entry.getSize(), file);
          }
        } else if (!exists) {
          parent.makeDirectory(name, 0755);
        }
      }
    }
    return true;
  }

  private void describe(TarArchiveEntry entry, Directory parent, String name, String parentPath) {
    int uid = owner.fixed() ? owner.uid() : (int) entry.getLongUserId();
    int gid = owner.fixed() ? owner.gid() : (int) entry.getLongGroupId();
    parent.setOwner(name, uid, gid);
    if (!entry.isSymbolicLink()) {
      parent.setMode(name, entry.getMode() & 07777);
    }
    if (entry.isDirectory()) {
      directories.add(new Times(parentPath, name, entry.getLastModifiedTime()));
    } else {
      setModified(parent, name, entry.getLastModifiedTime());
    }
  }

  private static void setModified(Directory parent, String name, FileTime time) {
    var instant = time.toInstant();
    parent.setModified(name, instant.getEpochSecond(), instant.getNano());
  }

  /** Components of a member's name; {@code ..} stops at the root as it does in a chroot. */
  private static List<String> parts(String path) {
    var parts = new ArrayList<String>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }
}
