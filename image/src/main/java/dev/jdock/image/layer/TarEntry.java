package dev.jdock.image.layer;

import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One member of a tar archive: its headers, merged.
 *
 * @param path as in the archive, in {@link dev.jdock.linux.file.FileNames} form
 * @param hardLink whether it is one more name of the file {@code linkTarget}
 * @param type regular for a hard link
 * @param mode permission bits with set-user-ID, set-group-ID and sticky
 * @param size bytes of content that follow; 0 for all but regular files
 * @param linkTarget of symbolic and hard links, otherwise empty
 * @param attributes extended attributes by name
 * @param sparse where its content belongs, null for a file without holes
 */
public record TarEntry(
    String path,
    FileType type,
    boolean hardLink,
    int mode,
    int uid,
    int gid,
    long size,
    long mtimeSeconds,
    int mtimeNanos,
    String linkTarget,
    int deviceMajor,
    int deviceMinor,
    SortedMap<String, byte[]> attributes,
    @Nullable SparseMap sparse) {

  /** A member without holes. */
  public TarEntry(
      String path,
      FileType type,
      boolean hardLink,
      int mode,
      int uid,
      int gid,
      long size,
      long mtimeSeconds,
      int mtimeNanos,
      String linkTarget,
      int deviceMajor,
      int deviceMinor,
      SortedMap<String, byte[]> attributes) {
    this(
        path,
        type,
        hardLink,
        mode,
        uid,
        gid,
        size,
        mtimeSeconds,
        mtimeNanos,
        linkTarget,
        deviceMajor,
        deviceMinor,
        attributes,
        null);
  }

  /** A file as it is, all of it where it is a regular one. */
  static TarEntry of(String path, FileStat stat, SortedMap<String, byte[]> attributes) {
    long size = stat.type() == FileType.REGULAR ? stat.size() : 0;
    return of(path, stat, false, size, "", attributes);
  }

  /** One more name of a file. */
  static TarEntry hardLink(String path, FileStat stat, String first) {
    return of(path, stat, true, 0, first, new TreeMap<>());
  }

  /** A symbolic link, which leads to {@code target}. */
  static TarEntry symbolicLink(
      String path, FileStat stat, String target, SortedMap<String, byte[]> attributes) {
    return of(path, stat, false, 0, target, attributes);
  }

  private static TarEntry of(
      String path,
      FileStat stat,
      boolean hardLink,
      long size,
      String target,
      SortedMap<String, byte[]> attributes) {
    return new TarEntry(
        path,
        stat.type(),
        hardLink,
        stat.mode(),
        stat.uid(),
        stat.gid(),
        size,
        stat.mtimeSeconds(),
        stat.mtimeNanos(),
        target,
        stat.rdevMajor(),
        stat.rdevMinor(),
        attributes);
  }

  /** Bytes of the file once it is unpacked. */
  long fileSize() {
    return sparse == null ? size : sparse.size();
  }
}
