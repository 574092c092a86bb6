package dev.jdock.linux.file;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.util.SortedMap;
import jnr.ffi.Pointer;

/**
 * What can be done to a file by its descriptor, quicker than by its name; all methods throw {@link
 * SyscallException}.
 */
public final class OpenFile {
  private static final int UTIME_OMIT = 0x3ffffffe;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final byte[] ITSELF = {0};

  private OpenFile() {}

  /** statx(2) of the file itself. */
  public static FileStat stat(Fd file) {
    try (Memory memory = Memory.allocate(FileStat.BYTES)) {
      Pointer buffer = memory.pointer();
      check(
          LIBC.statx(file.number(), ITSELF, AT_EMPTY_PATH, FileStat.STATX_BASIC_STATS, buffer),
          "statx",
          file);
      return FileStat.read(buffer);
    }
  }

  /** Also clears set-user-ID and set-group-ID, so it comes before {@link #setMode}. */
  public static void setOwner(Fd file, int uid, int gid) {
    check(LIBC.fchown(file.number(), uid, gid), "fchown", file);
  }

  public static void setMode(Fd file, int mode) {
    check(LIBC.fchmod(file.number(), mode), "fchmod", file);
  }

  /** Sets the time of last modification and leaves that of last access. */
  public static void setModified(Fd file, long seconds, int nanos) {
    try (Memory times = Memory.allocate(32)) {
      Pointer memory = times.pointer();
      memory.putLong(8, UTIME_OMIT);
      memory.putLong(16, seconds);
      memory.putLong(24, nanos);
      check(LIBC.futimens(file.number(), memory), "futimens", file);
    }
  }

  public static void setAttribute(Fd file, String attribute, byte[] value) {
    check(LIBC.fsetxattr(file.number(), attribute, value, value.length, 0), "fsetxattr", attribute);
  }

  /** As {@link Directory#attributes}. */
  public static SortedMap<String, byte[]> attributes(Fd file) {
    return ExtendedAttributes.all(
        file,
        new ExtendedAttributes.Calls() {
          @Override
          public long list(byte[] list) {
            return LIBC.flistxattr(file.number(), list, list.length);
          }

          @Override
          public long get(String attribute, byte[] value) {
            return LIBC.fgetxattr(file.number(), attribute, value, value.length);
          }
        });
  }
}
