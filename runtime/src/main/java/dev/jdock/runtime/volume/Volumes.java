package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** {@code <root>/volumes/<name>/_data}: folders that outlive the containers they are mounted in. */
public final class Volumes {
  private static final String DATA = "_data";

  private final Path root;

  public Volumes(Path stateRoot) {
    this.root = stateRoot.resolve("volumes");
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw JdockException.internal("cannot make " + root + ": " + e.getMessage(), e);
    }
  }

  /** Where a volume's files are, whether it exists or not. */
  public Path data(String name) {
    return root.resolve(name).resolve(DATA);
  }

  public boolean exists(String name) {
    return Files.isDirectory(data(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes the volume if there is none of that name. */
  public Path obtain(String name) {
    Path data = data(name);
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw JdockException.internal("cannot make volume " + name + ": " + e.getMessage(), e);
    }
    return data;
  }

  /**
   * Gives an empty volume what the image has at the mount's destination: content, owner, mode.
   *
   * @param lowerDirs of the image, uppermost first
   * @param mountPoint an empty folder, used for the time of the call
   */
  public synchronized void fill(
      String name, List<Path> lowerDirs, String destination, Path mountPoint) {
    Path data = obtain(name);
    if (isEmpty(data)) {
      new VolumeFilling(lowerDirs, destination, data, mountPoint).run();
    }
  }

  private static boolean isEmpty(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  public void remove(String name) {
    if (Files.exists(root.resolve(name))) {
      try (Directory volumes = Directory.open(root)) {
        volumes.removeTree(name);
      }
    }
  }
}
