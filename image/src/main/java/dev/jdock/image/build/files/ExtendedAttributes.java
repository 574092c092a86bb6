package dev.jdock.image.build.files;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;

/** Extended attributes of copies. */
final class ExtendedAttributes {
  private ExtendedAttributes() {}

  /** Whether it is copied with a file of the user's, as BuildKit's client sends it. */
  static boolean ofContext(String key) {
    return key.startsWith("user.") || key.equals("security.capability");
  }

  /** Whether it means nothing elsewhere: overlayfs' own, and labels of this host. */
  static boolean ofMachine(String key) {
    return key.startsWith("trusted.overlay.")
        || key.startsWith("user.overlay.")
        || key.equals("security.selinux");
  }

  /**
   * Sets one. One that this file system has no place for, or that may not be set here, is left out,
   * as BuildKit does.
   */
  static void set(String key, Runnable setting) {
    try {
      setting.run();
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM) {
        throw e;
      }
    }
  }
}
