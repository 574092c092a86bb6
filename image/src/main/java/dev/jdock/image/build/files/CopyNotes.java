package dev.jdock.image.build.files;

import dev.jdock.image.layer.GrowingArchive;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileCopy;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.OpenFile;
import dev.jdock.linux.file.SmallFileCopy;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells the archive of a layer what is copied into it, so that it need not be read again. Paths are
 * those of the layer.
 */
final class CopyNotes implements AutoCloseable {
  private static final CopyNotes NONE = new CopyNotes(null, "");

  private final @Nullable GrowingArchive archive;
  private final String folder;
  private @Nullable SmallFileCopy small;

  private CopyNotes(@Nullable GrowingArchive archive, String folder) {
    this.archive = archive;
    this.folder = folder;
  }

  /** Tells nobody. */
  static CopyNotes none() {
    return NONE;
  }

  /**
   * Tells of a folder and of those that it lies in: a layer that has a file has them as well.
   *
   * @param folder where files are copied to, without links
   * @param dated whose time it has in the end
   */
  static CopyNotes in(GrowingArchive archive, Directory root, String folder, FileStat dated)
      throws IOException {
    for (int end = folder.indexOf('/'); end >= 0; end = folder.indexOf('/', end + 1)) {
      tell(archive, root, folder.substring(0, end), null);
    }
    tell(archive, root, folder, dated);
    return new CopyNotes(archive, folder);
  }

  private static void tell(
      GrowingArchive archive, Directory root, String folder, @Nullable FileStat dated)
      throws IOException {
    if (archive.isIn(folder)) {
      return;
    }
    try (Directory itself = root.inRoot(folder)) {
      FileStat stat = itself.stat(".");
      FileStat time = dated == null ? stat : dated;
      archive.folder(
          folder,
          stat.mode(),
          stat.uid(),
          stat.gid(),
          time.mtimeSeconds(),
          time.mtimeNanos(),
          itself.attributes());
    }
  }

  /** The path of what lies below the folder. */
  private String path(String below) {
    return SourceTree.join(folder, below);
  }

  boolean areTaken() {
    return archive != null;
  }

  /**
   * A folder, before what is copied into it.
   *
   * @param stat the time is of this
   */
  void folder(
      String below, int mode, Ownership owner, FileStat stat, SortedMap<String, byte[]> attributes)
      throws IOException {
    if (archive != null) {
      archive.folder(
          path(below),
          mode,
          owner.uid(),
          owner.gid(),
          stat.mtimeSeconds(),
          stat.mtimeNanos(),
          attributes);
    }
  }

  /** Copies what a file holds. */
  void copy(Fd from, Fd to, FileStat stat) throws IOException {
    if (archive != null && isSmall(stat)) {
      if (small == null) {
        small = new SmallFileCopy();
      }
      int _ = small.copy(from, to, (int) stat.size());
    } else {
      FileCopy.copy(from, to, stat.size());
    }
  }

  /** One that claims to be empty may hold anything. */
  private static boolean isSmall(FileStat stat) {
    return stat.size() > 0 && stat.size() <= SmallFileCopy.MAX;
  }

  /**
   * A regular file, which the last call has {@link #copy copied}.
   *
   * @param stat of the source
   * @param to the finished copy
   */
  void file(String below, FileStat stat, Fd to, Directory directory, String name)
      throws IOException {
    if (archive == null) {
      return;
    }
    FileStat copy = OpenFile.stat(to);
    SortedMap<String, byte[]> attributes = OpenFile.attributes(to);
    if (small != null && isSmall(stat)) {
      archive.file(path(below), copy, attributes, small.bytes());
    } else {
      try (Fd content = directory.openFile(name)) {
        archive.file(path(below), copy, attributes, content);
      }
    }
  }

  /** A link, a device or a FIFO that was made. */
  void special(String below, Directory directory, String name) throws IOException {
    if (archive == null) {
      return;
    }
    FileStat stat = directory.stat(name);
    if (stat.type() == FileType.REGULAR) {
      archive.file(path(below), stat, new TreeMap<>(), new byte[0]);
    } else {
      String target = stat.type() == FileType.SYMLINK ? directory.readSymlink(name) : "";
      archive.special(path(below), stat, directory.attributes(name), target);
    }
  }

  /**
   * One more name of a file.
   *
   * @param first below the folder, too
   */
  void link(String below, Directory directory, String name, String first) throws IOException {
    if (archive != null) {
      archive.hardLink(path(below), directory.stat(name), path(first));
    }
  }

  @Override
  public void close() {
    if (small != null) {
      small.close();
    }
  }
}
