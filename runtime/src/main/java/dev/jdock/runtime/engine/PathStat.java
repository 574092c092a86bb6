package dev.jdock.runtime.engine;

import java.time.Instant;

/**
 * A file of a container, as the Docker Engine API's header X-Docker-Container-Path-Stat has it.
 *
 * @param mode Go's os.FileMode: permission bits, and the type in the upper bits
 * @param linkTarget where a symbolic link leads in the end, absolute in the container; empty for
 *     other files
 */
public record PathStat(String name, long size, long mode, Instant modified, String linkTarget) {
  private static final long DIRECTORY = 1L << 31;
  private static final long SYMLINK = 1L << 27;
  private static final long DEVICE = 1L << 26;

  public boolean isDirectory() {
    return (mode & DIRECTORY) != 0;
  }

  public boolean isSymlink() {
    return (mode & SYMLINK) != 0;
  }

  public boolean isDevice() {
    return (mode & DEVICE) != 0;
  }
}
