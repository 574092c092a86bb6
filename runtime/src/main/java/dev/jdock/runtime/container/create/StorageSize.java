package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.HumanSize;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.ProjectQuota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code --storage-opt size=…}: how much a container may write besides volumes. A project quota of
 * xfs, on the two directories between which overlayfs moves files; ext4 would not do, as it lets
 * processes with CAP_SYS_RESOURCE exceed its limits, and overlayfs writes in the name of its mounter.
 */
public final class StorageSize {
  private static final String OPTION = "size";

  private StorageSize() {}

  /**
   * @param options {@code --storage-opt}
   * @param folder of the file system in question
   * @throws JdockException INVALID in Docker's words
   */
  static void check(Map<String, String> options, Path folder) {
    if (options.isEmpty()) {
      return;
    }
    if (!isSupported(folder)) {
      throw JdockException.invalid(
          "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
    }
    options.forEach((name, value) -> {
      if (!name.equals(OPTION)) {
        throw JdockException.invalid("unknown option " + name);
      }
      long _ = HumanSize.parseBinary(value);
    });
  }

  private static boolean isSupported(Path folder) {
    try {
      return Files.getFileStore(folder).type().equals("xfs") && ProjectQuota.isEnforced(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /** Limits directories that are still empty. */
  static void apply(Map<String, String> options, Path upper, Path work) {
    long bytes = HumanSize.parseBinary(options.getOrDefault(OPTION, "0"));
    if (bytes > 0) {
      try {
        ProjectQuota.limit(bytes, upper, work);
      } catch (SyscallException e) {
        throw JdockException.internal("cannot limit the size of a container: " + e.getMessage(), e);
      }
    }
  }

  /** Before they are deleted: the limit would outlive them. */
  public static void release(Map<String, String> options, Path upper) {
    if (options.containsKey(OPTION) && Files.isDirectory(upper)) {
      ProjectQuota.release(upper);
    }
  }
}
