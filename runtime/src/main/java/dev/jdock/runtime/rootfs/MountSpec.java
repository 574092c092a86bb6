package dev.jdock.runtime.rootfs;

import java.nio.file.Path;

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
   */
  record Bind(
      Path source,
      String target,
      boolean readOnly,
      boolean recursive,
      String propagation,
      boolean readOnlyTopOnly,
      long flags)
      implements MountSpec {
    public Bind(
        Path source, String target, boolean readOnly, boolean recursive, String propagation) {
      this(source, target, readOnly, recursive, propagation, false, 0);
    }
  }

  /**
   * A file system in memory.
   *
   * @param options of mount(8), comma-separated; empty for Docker's defaults
   */
  record Tmpfs(String target, String options) implements MountSpec {}
}
