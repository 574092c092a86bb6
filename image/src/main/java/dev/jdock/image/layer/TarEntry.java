package dev.jdock.image.layer;

import dev.jdock.linux.file.FileType;
import java.util.SortedMap;

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
    SortedMap<String, byte[]> attributes) {}
