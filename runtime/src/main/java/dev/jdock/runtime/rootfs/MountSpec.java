package dev.jdock.runtime.rootfs;

import dev.jdock.image.build.HiddenBytes;
import dev.jdock.linux.mount.OverlayMount;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Something to mount into a container. */
public sealed interface MountSpec {
  /** Where, as an absolute path in the container. */
  String target();

  /**
   * A folder or file of the host.
   *
   * @param recursive with what is mounted below it
   * @param readOnlyTopOnly what is mounted below stays writable
   * @param flags further ones of mount(2): NOSUID …
   * @param propagation of mount events: {@code rprivate}, {@code rslave}, {@code rshared} …
   * @param owners whose files they are in the container; null for who has them on the host
   */
  record Bind(
      Path source,
      String target,
      boolean readOnly,
      boolean recursive,
      String propagation,
      boolean readOnlyTopOnly,
      long flags,
      @Nullable OwnerMap owners)
      implements MountSpec {
    public Bind(
        Path source,
        String target,
        boolean readOnly,
        boolean recursive,
        String propagation,
        boolean readOnlyTopOnly,
        long flags) {
      this(source, target, readOnly, recursive, propagation, readOnlyTopOnly, flags, null);
    }

    public Bind(
        Path source, String target, boolean readOnly, boolean recursive, String propagation) {
      this(source, target, readOnly, recursive, propagation, false, 0);
    }
  }

  /**
   * A file or folder of a tree with untrusted content.
   *
   * @param tree folder of the host, whose content it is where there is no overlay
   * @param overlay mounted on {@code tree} while the part is taken out of it; null for none
   * @param path in the tree, with links resolved as if the tree were the root
   */
  record Part(
      String target, Path tree, @Nullable OverlayMount overlay, String path, boolean readOnly)
      implements MountSpec {}

  /**
   * A file system in memory.
   *
   * @param options of mount(8), comma-separated; empty for Docker's defaults
   */
  record Tmpfs(String target, String options) implements MountSpec {}

  /**
   * A file that is in memory only, read-only.
   *
   * @param folder of the host, empty, on which its file system is mounted for a moment, in the
   *     container's own mount namespace
   * @param mode permission bits; without any of execution, it cannot be executed by root either
   */
  record Content(String target, Path folder, HiddenBytes content, int uid, int gid, int mode)
      implements MountSpec {}
}
