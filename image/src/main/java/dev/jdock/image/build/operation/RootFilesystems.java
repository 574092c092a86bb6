package dev.jdock.image.build.operation;

import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.mount.OverlayMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Root file systems of layers, mounted by a thread that has a mount namespace of its own. Closing
 * unmounts; the mount points, empty folders, go then too.
 */
public final class RootFilesystems implements AutoCloseable {
  private final Path temporary;
  private final List<Path> mountPoints = new ArrayList<>();
  private final List<Path> mounted = new ArrayList<>();

  /**
   * @param temporary existing folder for mount points
   */
  RootFilesystems(Path temporary) {
    this.temporary = temporary;
  }

  /**
   * A folder to read them in.
   *
   * @param lowerDirs uppermost first
   */
  public Path readable(List<Path> lowerDirs) throws IOException {
    if (lowerDirs.size() == 1) {
      // Overlayfs wants two lower directories where there is no upper one.
      return lowerDirs.getFirst().toRealPath();
    }
    Path target = mountPoint();
    if (!lowerDirs.isEmpty()) {
      new OverlayMount(lowerDirs, null, null).on(target);
      mounted.add(target);
    }
    return target;
  }

  /** A folder in which changes go to the session's upper directory. */
  Path writable(List<Path> lowerDirs, LayerStore.Session session) throws IOException {
    if (lowerDirs.isEmpty()) {
      return session.upper().toRealPath();
    }
    Path target = mountPoint();
    // What a crash leaves of a layer in the making is removed, and a finished one is flushed later.
    new OverlayMount(lowerDirs, session.upper(), session.work(), true).on(target);
    mounted.add(target);
    return target;
  }

  private Path mountPoint() throws IOException {
    Path target = Files.createTempDirectory(temporary, "root-").toRealPath();
    mountPoints.add(target);
    return target;
  }

  @Override
  public void close() {
    mounted.reversed().forEach(Mounts::detach);
    for (Path mountPoint : mountPoints) {
      try {
        Files.delete(mountPoint);
      } catch (IOException leftBehind) {
        // An empty folder harms nobody; the next start of a build removes it.
      }
    }
  }
}
