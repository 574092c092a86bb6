package dev.jdock.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is looked at.
 *
 * @param stateRoot where images and containers are kept; need not be there yet
 * @param home the distribution's folder
 * @param kernel the folder that has {@code proc} and {@code sys}: the root, but for tests
 * @param programs the folders in which programs are looked for
 * @param root whether this process may do what only root may
 */
record Machine(Path stateRoot, Path home, Path kernel, List<Path> programs, boolean root) {

  /** The state root, or the folder above in which it will be made. */
  Path stateRootOrAbove() {
    Path path = stateRoot;
    while (!Files.isDirectory(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }
}
