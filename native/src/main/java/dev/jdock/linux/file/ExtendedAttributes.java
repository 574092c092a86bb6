package dev.jdock.linux.file;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Reads extended attributes (xattr(7)), by the calls that take a path or those for descriptors. */
final class ExtendedAttributes {
  private static final int USUAL_LIST = 1024;
  private static final int USUAL_VALUE = 256;

  /** Asks for the length alone. */
  private static final byte[] NO_ROOM = {};

  /** The kernel's limit, of lists and of values. */
  private static final int MOST = 65536;

  private ExtendedAttributes() {}

  /** listxattr(2) and getxattr(2) of one file: the length, or -1 with errno set. */
  interface Calls {
    long list(byte[] list);

    long get(String attribute, byte[] value);
  }

  /** Of all that this process may see; empty where the file system has no place for any. */
  static SortedMap<String, byte[]> all(Object file, Calls calls) {
    SortedMap<String, byte[]> found = new TreeMap<>();
    byte[] list = NO_ROOM;
    // Most files have none, which is told without an array.
    long length = calls.list(list);
    if (length > 0) {
      list = new byte[USUAL_LIST];
      length = calls.list(list);
    }
    if (length < 0 && Errno.last() == Errno.ERANGE) {
      list = new byte[MOST];
      length = calls.list(list);
    }
    if (length < 0) {
      if (Errno.last() == Errno.EOPNOTSUPP) {
        return found;
      }
      throw new SyscallException("listxattr", Errno.last(), String.valueOf(file));
    }
    for (int start = 0; start < length; ) {
      int end = start;
      while (list[end] != 0) {
        end++;
      }
      String attribute = FileNames.decode(list, start, end - start);
      byte[] value =
          one(into -> calls.get(attribute, into))
              .orElseThrow(() -> new SyscallException("getxattr", Errno.last(), attribute));
      found.put(attribute, value);
      start = end + 1;
    }
    return found;
  }

  /**
   * One value; empty with errno set where there is none.
   *
   * @param get the length, or -1 with errno set
   */
  static Optional<byte[]> one(ToLongFunction<byte[]> get) {
    byte[] value = new byte[USUAL_VALUE];
    long length = get.applyAsLong(value);
    if (length < 0 && Errno.last() == Errno.ERANGE) {
      value = new byte[MOST];
      length = get.applyAsLong(value);
    }
    return length < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(value, (int) length));
  }
}
