package dev.jdock.image.layer;

import dev.jdock.linux.file.FileType;
import java.util.SortedMap;
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

  /** Bytes of the file once it is unpacked. */
  long fileSize() {
    return sparse == null ? size : sparse.size();
  }
}
