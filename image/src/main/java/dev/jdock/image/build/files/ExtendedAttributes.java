package dev.jdock.image.build.files;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;

/** Extended attributes of copies. */
final class ExtendedAttributes {
  private ExtendedAttributes() {}

  /** Whether it is copied with a file of the user's, as BuildKit's client sends it. */
  static boolean ofContext(String key) {
    return key.startsWith("user.") || key.equals("security.capability");
  }

  /**
   * Sets one. Overlayfs' own and labels of this host mean nothing elsewhere; one that this file
   * system has no place for, or that may not be set here, is left out, as BuildKit does.
   */
  static void set(Directory to, String name, String key, byte[] value) {
    if (key.startsWith("trusted.overlay.")
        || key.startsWith("user.overlay.")
        || key.equals("security.selinux")) {
      return;
    }
    try {
      to.setAttribute(name, key, value);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM) {
        throw e;
      }
    }
  }
}
