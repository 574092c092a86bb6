package dev.jdock.runtime.container.record;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The layer below every container's image: what Docker lays into each container, {@code
 * /.dockerenv} first of all, by which scripts know where they are. It is the lowest one, so that
 * whatever the image has wins, and all containers share it: none of them changes it.
 */
final class InitLayer {
  private static final List<String> FOLDERS =
      List.of("dev", "dev/pts", "dev/shm", "etc", "proc", "sys");
  private static final List<String> FILES =
      List.of(".dockerenv", "dev/console", "etc/hosts", "etc/hostname", "etc/resolv.conf");
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwxr-xr-x");

  private InitLayer() {}

  /**
   * Makes what is missing of it.
   *
   * @throws JdockException INTERNAL
   */
  static void make(Path layer) {
    try {
      folder(layer);
      for (String name : FOLDERS) {
        folder(layer.resolve(name));
      }
      for (String name : FILES) {
        file(layer.resolve(name));
      }
      Path mtab = layer.resolve("etc/mtab");
      if (!Files.exists(mtab, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(mtab, Path.of("/proc/mounts"), new FileAttribute<?>[0]);
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot make " + layer + ": " + e.getMessage(), e);
    }
  }

  /** The mode is set apart from making: a umask takes nothing of it. */
  private static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, MODE);
    }
  }

  private static void file(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
      Files.setPosixFilePermissions(file, MODE);
    }
  }
}
