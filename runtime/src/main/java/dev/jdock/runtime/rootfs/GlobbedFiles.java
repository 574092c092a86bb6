package dev.jdock.runtime.rootfs;

import dev.jdock.image.text.Glob;
import dev.jdock.image.text.Wildcards;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.util.ArrayList;
import java.util.List;

/** Paths of a container by pattern, as glob(7) has them: a leading dot is matched by a dot only. */
public final class GlobbedFiles {
  private final Directory root;

  public GlobbedFiles(Directory root) {
    this.root = root;
  }

  /** Absolute paths, in order; a path of that very name alone when there is one. */
  public List<String> matches(String pattern) {
    if (exists(pattern)) {
      return List.of(pattern);
    }
    List<String> found = List.of("");
    for (String part : pattern.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        List<String> next = new ArrayList<>();
        found.forEach(folder -> extend(folder, part, next));
        found = next;
      }
    }
    return found.equals(List.of("")) ? List.of() : found;
  }

  private void extend(String folder, String part, List<String> into) {
    if (!isPattern(part)) {
      if (exists(folder + "/" + part)) {
        into.add(folder + "/" + part);
      }
      return;
    }
    Wildcards wildcards = Glob.of(part);
    try (Directory directory = root.inRoot(FilePath.resolve(root, folder))) {
      directory.list().stream()
          .map(Directory.Entry::name)
          .filter(name -> !name.startsWith(".") || part.startsWith("."))
          .filter(name -> wildcards.matches(name))
          .sorted()
          .forEach(name -> into.add(folder + "/" + name));
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
        throw e;
      }
    }
  }

  private boolean exists(String path) {
    FilePath file = FilePath.of(path);
    try (Directory folder = root.inRoot(FilePath.resolve(root, file.parent()))) {
      return file.name().isEmpty() || folder.tryStat(file.name()).isPresent();
    } catch (SyscallException e) {
      return false;
    }
  }

  private static boolean isPattern(String part) {
    return part.contains("*") || part.contains("?") || part.contains("[");
  }
}
