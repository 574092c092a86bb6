package dev.jdock.linux.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
  private static final int USED = 144;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /**
   * @param statx the structure, of which the first {@value #USED} bytes are copied at once: each
   *     access to memory outside of the heap is a call of its own
   */
  static FileStat read(Pointer statx) {
    byte[] bytes = new byte[USED];
    statx.get(0, bytes, 0, USED);
    int mode = (short) SHORT.get(bytes, 28) & 0xffff;
    return new FileStat(
        FileType.of(mode),
        mode & 07777,
        (int) INT.get(bytes, 20),
        (int) INT.get(bytes, 24),
        (long) LONG.get(bytes, 40),
        (int) INT.get(bytes, 16),
        (long) LONG.get(bytes, 32),
        ((long) (int) INT.get(bytes, 136) << 32) | ((int) INT.get(bytes, 140) & 0xffffffffL),
        (long) LONG.get(bytes, 112),
        (int) INT.get(bytes, 120),
        (long) LONG.get(bytes, 96),
        (int) INT.get(bytes, 104),
        (int) INT.get(bytes, 128),
        (int) INT.get(bytes, 132));
  }

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  /** Overlayfs' mark for a file that the layers below have and this one removes. */
  public boolean isWhiteout() {
    return type == FileType.CHARACTER_DEVICE && rdevMajor == 0 && rdevMinor == 0;
  }
}
