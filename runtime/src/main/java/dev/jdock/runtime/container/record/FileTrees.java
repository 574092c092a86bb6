package dev.jdock.runtime.container.record;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Trees of the engine's own state. */
public final class FileTrees {
  private FileTrees() {}

  /** Removes a folder with all that is in it, following no link; a missing one is fine. */
  public static void delete(Path folder) {
    Path parent = folder.getParent();
    if (parent != null && Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Directory directory = Directory.open(parent)) {
        directory.removeTree(String.valueOf(folder.getFileName()));
      } catch (SyscallException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
        // Somebody else has removed it meanwhile.
      }
    }
  }
}
