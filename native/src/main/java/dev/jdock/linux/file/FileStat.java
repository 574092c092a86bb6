package dev.jdock.linux.file;

import jnr.ffi.Pointer;

/**
 * The attributes of a file from statx(2).
 *
 * @param mode permission bits with set-user-ID, set-group-ID and sticky, without the type
 * @param device number of the file system; only useful for comparison
 * @param ctimeSeconds of the last change of content or attributes, which no process can set
 * @param rdevMajor of a device node
 */
public record FileStat(
    FileType type,
    int mode,
    int uid,
    int gid,
    long size,
    int links,
    long inode,
    long device,
    long mtimeSeconds,
    int mtimeNanos,
    long ctimeSeconds,
    int ctimeNanos,
    int rdevMajor,
    int rdevMinor) {
  static final int STATX_BASIC_STATS = 0x7ff;
  static final int BYTES = 256;

  static FileStat read(Pointer statx) {
    int mode = statx.getShort(28) & 0xffff;
    return new FileStat(
        FileType.of(mode),
        mode & 07777,
        statx.getInt(20),
        statx.getInt(24),
        statx.getLong(40),
        statx.getInt(16),
        statx.getLong(32),
        ((long) statx.getInt(136) << 32) | (statx.getInt(140) & 0xffffffffL),
        statx.getLong(112),
        statx.getInt(120),
        statx.getLong(96),
        statx.getInt(104),
        statx.getInt(128),
        statx.getInt(132));
  }

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  /** Overlayfs' mark for a file that the layers below have and this one removes. */
  public boolean isWhiteout() {
    return type == FileType.CHARACTER_DEVICE && rdevMajor == 0 && rdevMinor == 0;
  }
}
