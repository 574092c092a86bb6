package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.ProjectQuota;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --storage-opt size=…}: how much a container may write besides volumes. A project quota of
 * xfs, on the two directories between which overlayfs moves files; ext4 would not do, as it lets
 * whoever has CAP_SYS_RESOURCE exceed its limits, and overlayfs writes in the name of its mounter.
 */
public final class StorageSize {
  private static final String OPTION = "size";
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?) ?([kKmMgGtTpP]?)[iI]?[bB]?");

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
      long _ = bytes(value);
    });
  }

  private static boolean isSupported(Path folder) {
    try {
      return Files.getFileStore(folder).type().equals("xfs") && ProjectQuota.isEnforced(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /** As Docker reads it: units are powers of 1024. */
  static long bytes(String text) {
    Matcher parts = SIZE.matcher(text);
    if (!parts.matches()) {
      throw JdockException.invalid("invalid size: '" + text + "'");
    }
    int power =
        parts.group(2).isEmpty() ? 0 : 1 + "kmgtp".indexOf(parts.group(2).toLowerCase(Locale.ROOT));
    BigDecimal bytes =
        new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw JdockException.invalid("invalid size: '" + text + "'");
    }
    return bytes.longValue();
  }

  /** Limits directories that are still empty. */
  static void apply(Map<String, String> options, Path upper, Path work) {
    long bytes = bytes(options.getOrDefault(OPTION, "0"));
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
