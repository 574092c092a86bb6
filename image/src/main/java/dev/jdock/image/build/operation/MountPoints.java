package dev.jdock.image.build.operation;

import dev.jdock.image.build.files.Trees;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files and folders that a root file system has only because something is mounted on them while a
 * step runs. They are made before, so that no time of a folder changes, and removed afterwards from
 * the step's changes unless the command has left something in them, as BuildKit does.
 */
public final class MountPoints {
  /** What is mounted here is not of the image, whatever is mounted in it. */
  private static final List<String> KERNEL = List.of("/dev", "/proc", "/sys");

  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final String OVERLAY = "trusted.overlay.";

  /** Without links and without a leading slash, in the order in which they were made. */
  private final List<String> made = new ArrayList<>();

  /** Folders above what was made, as they were before. */
  private final Map<String, FileStat> above = new HashMap<>();

  /**
   * Something that is to be mounted.
   *
   * @param path absolute
   */
  record Target(String path, boolean directory) {}

  /** Makes what is missing in a mounted root file system. */
  void make(Directory root, List<Target> targets) {
    targets.stream()
        .filter(target -> KERNEL.stream().noneMatch(kernel -> isIn(target.path(), kernel)))
        // What is mounted in another mount has its place there.
        .filter(target -> targets.stream().noneMatch(outer -> isIn(target.path(), outer.path())))
        .forEach(target -> make(root, target));
  }

  private static boolean isIn(String path, String folder) {
    return path.startsWith(folder + "/");
  }

  private void make(Directory root, Target target) {
    if (Trees.resolve(root, target.path()).isPresent()) {
      return;
    }
    String folder = target.directory() ? target.path() : Trees.parentOf(target.path());
    remember(root, folder);
    Trees.makeDirectories(root, folder, (parent, name) -> noteMade(root, parent, name)).close();
    if (!target.directory()) {
      makeFile(root, folder, Trees.nameOf(target.path()));
    }
  }

  /** Before anything is made: of all folders on the way that are there. */
  private void remember(Directory root, String path) {
    for (String each = path; ; each = Trees.parentOf(each)) {
      Trees.resolve(root, each)
          .ifPresent(real -> {
            for (String on = real; !on.isEmpty(); on = Trees.parentOf(on)) {
              above.computeIfAbsent(on, existing -> stat(root, existing));
            }
          });
      if (Trees.withoutSlashes(each).isEmpty()) {
        return;
      }
    }
  }

  private static FileStat stat(Directory root, String path) {
    try (Directory parent = root.inRoot(Trees.parentOf(path))) {
      return parent.stat(Trees.nameOf(path));
    }
  }

  private void noteMade(Directory root, Directory parent, String name) {
    Trees.DEFAULT_FOLDER.accept(parent, name);
    try (Fd folder = parent.openInRoot(".", Fd.O_PATH)) {
      made.add(join(Trees.pathOf(root, folder), name));
    }
  }

  private void makeFile(Directory root, String folder, String name) {
    try (Directory parent = root.inRoot(folder);
        Fd itself = root.openInRoot(folder, Fd.O_PATH)) {
      if (parent.tryStat(name).isPresent()) {
        // A link that leads nowhere: the mount makes what it names.
        return;
      }
      FileStat before = parent.stat(".");
      parent.createFile(name, 0644).close();
      parent.setModified(".", before.mtimeSeconds(), before.mtimeNanos());
      made.add(join(Trees.pathOf(root, itself), name));
    }
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Removes what is still empty from the changes of a step that has ended. */
  void removeFrom(Directory upper) {
    for (String path : made.reversed()) {
      in(upper, Trees.parentOf(path), parent -> removeIfEmpty(parent, Trees.nameOf(path)));
    }
    // Overlayfs has copied the folders above, without any change of them.
    above.entrySet().stream()
        .sorted(
            Map.Entry.<String, FileStat>comparingByKey(Comparator.comparingInt(String::length))
                .reversed())
        .forEach(folder ->
            in(
                upper,
                Trees.parentOf(folder.getKey()),
                parent ->
                    removeIfUnchanged(parent, Trees.nameOf(folder.getKey()), folder.getValue())));
  }

  private interface Work {
    void on(Directory parent);
  }

  /** Does nothing where the command has put something else in the place of a folder. */
  private static void in(Directory directory, String path, Work work) {
    if (path.isEmpty()) {
      work.on(directory);
      return;
    }
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    Optional<FileStat> stat = directory.tryStat(first);
    if (stat.isEmpty() || !stat.get().isDirectory()) {
      return;
    }
    try (Directory child = directory.child(first)) {
      in(child, slash < 0 ? "" : path.substring(slash + 1), work);
    }
  }

  private static void removeIfEmpty(Directory parent, String name) {
    Optional<FileStat> stat = parent.tryStat(name);
    if (stat.isEmpty()) {
      return;
    }
    if (stat.get().isDirectory()) {
      if (isEmpty(parent, name)) {
        keepingTime(parent, () -> parent.removeDirectory(name));
      }
    } else if (stat.get().type() == FileType.REGULAR && stat.get().size() == 0) {
      keepingTime(parent, () -> parent.removeFile(name));
    }
  }

  private static void removeIfUnchanged(Directory parent, String name, FileStat before) {
    Optional<FileStat> found = parent.tryStat(name);
    if (found.isEmpty() || !found.get().isDirectory()) {
      return;
    }
    FileStat now = found.get();
    boolean same =
        now.mode() == before.mode()
            && now.uid() == before.uid()
            && now.gid() == before.gid()
            && now.mtimeSeconds() == before.mtimeSeconds()
            && now.mtimeNanos() == before.mtimeNanos();
    if (same && isEmpty(parent, name) && !isDescribed(parent, name)) {
      keepingTime(parent, () -> parent.removeDirectory(name));
    }
  }

  private static boolean isEmpty(Directory parent, String name) {
    try (Directory folder = parent.child(name)) {
      return folder.list().isEmpty();
    }
  }

  /** Whether a folder says something besides its owner and mode. */
  private static boolean isDescribed(Directory parent, String name) {
    return parent.attributes(name).keySet().stream()
        .anyMatch(attribute -> attribute.equals(OPAQUE) || !attribute.startsWith(OVERLAY));
  }

  private static void keepingTime(Directory parent, Runnable removal) {
    FileStat before = parent.stat(".");
    removal.run();
    parent.setModified(".", before.mtimeSeconds(), before.mtimeNanos());
  }
}
