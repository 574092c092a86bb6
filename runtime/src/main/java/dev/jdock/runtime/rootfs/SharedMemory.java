package dev.jdock.runtime.rootfs;

import dev.jdock.linux.Fd;

/** The mount at /dev/shm. */
public sealed interface SharedMemory {
  /** A file system of its own, of so many bytes. */
  record Own(long bytes) implements SharedMemory {}

  /** Nothing. */
  record None() implements SharedMemory {}

  /** The host's. */
  record Host() implements SharedMemory {}

  /**
   * A copy of another container's mount, which can be attached once; closed by the caller that
   * created it.
   */
  record Of(Fd mount) implements SharedMemory {}
}
