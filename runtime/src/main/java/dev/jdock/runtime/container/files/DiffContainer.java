package dev.jdock.runtime.container.files;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.mount.PrivateMounts;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerLayers;
import dev.jdock.runtime.engine.FileChange;
import dev.jdock.runtime.engine.FileChange.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code docker diff}: what the upper directory of a container's overlay says of its image. */
public final class DiffContainer {
  private static final String OPAQUE = "trusted.overlay.opaque";

  private final ContainerLayers layers;
  private final Container container;
  private final List<FileChange> changes = new ArrayList<>();

  public DiffContainer(ContainerLayers layers, Container container) {
    this.layers = layers;
    this.container = container;
  }

  /** In order of the paths. */
  public List<FileChange> run() {
    List<Path> lowerDirs = layers.lowerDirs(container.record());
    try {
      Path mountPoint = Files.createTempDirectory("jdock-diff-");
      try {
        return PrivateMounts.call(() -> {
          compareTo(image(lowerDirs, mountPoint));
          changes.sort(Comparator.comparing(FileChange::path));
          return List.copyOf(changes);
        });
      } finally {
        Files.deleteIfExists(mountPoint);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JdockException(JdockException.Kind.UNAVAILABLE, "interrupted", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw JdockException.internal("cannot compare " + container.id() + ": " + e.getMessage(), e);
    }
  }

  /** Overlayfs wants two layers at least; one alone is the image. */
  private static Path image(List<Path> lowerDirs, Path mountPoint) {
    if (lowerDirs.size() == 1) {
      return lowerDirs.getFirst();
    }
    new OverlayMount(lowerDirs, null, null).on(mountPoint);
    return mountPoint;
  }

  private void compareTo(Path image) throws IOException {
    try (Directory upper = Directory.open(layers.files().upper(container.id()));
        Directory lower = Directory.open(image)) {
      boolean _ = compare(upper, lower, "");
    }
  }

  /** Whether anything in the folder differs. */
  private boolean compare(Directory upper, @Nullable Directory lower, String path) {
    int before = changes.size();
    for (Directory.Entry entry : upper.list()) {
      try {
        compareEntry(upper, lower, entry.name(), path + "/" + entry.name());
      } catch (SyscallException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
        // A process of the container has removed it meanwhile.
      }
    }
    if (lower != null && upper.attribute(".", OPAQUE).isPresent()) {
      for (Directory.Entry entry : lower.list()) {
        if (upper.tryStat(entry.name()).isEmpty()) {
          changes.add(new FileChange(Kind.DELETED, path + "/" + entry.name()));
        }
      }
    }
    return changes.size() > before;
  }

  private void compareEntry(Directory upper, @Nullable Directory lower, String name, String path) {
    FileStat now = upper.stat(name);
    Optional<FileStat> before = lower == null ? Optional.empty() : lower.tryStat(name);
    if (now.isWhiteout()) {
      if (before.isPresent()) {
        changes.add(new FileChange(Kind.DELETED, path));
      }
      return;
    }
    if (!now.isDirectory()) {
      if (!MountTargets.contains(path, now)) {
        changes.add(new FileChange(before.isPresent() ? Kind.CHANGED : Kind.ADDED, path));
      }
      return;
    }
    boolean inside = compareFolder(upper, lower, name, path, before);
    if (before.isEmpty()) {
      if (inside || !MountTargets.contains(path, now)) {
        changes.add(new FileChange(Kind.ADDED, path));
      }
    } else if (inside || differs(path, before.get(), now)) {
      changes.add(new FileChange(Kind.CHANGED, path));
    }
  }

  private boolean compareFolder(
      Directory upper,
      @Nullable Directory lower,
      String name,
      String path,
      Optional<FileStat> before) {
    try (Directory here = upper.child(name)) {
      if (lower == null || before.filter(FileStat::isDirectory).isEmpty()) {
        return compare(here, null, path);
      }
      try (Directory there = lower.child(name)) {
        return compare(here, there, path);
      }
    }
  }

  private static boolean differs(String path, FileStat before, FileStat now) {
    boolean sameTime =
        before.mtimeSeconds() == now.mtimeSeconds() && before.mtimeNanos() == now.mtimeNanos();
    return before.type() != now.type()
        || before.mode() != now.mode()
        || before.uid() != now.uid()
        || before.gid() != now.gid()
        || (!sameTime && !MountTargets.isParent(path));
  }
}
