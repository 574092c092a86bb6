package dev.jdock.image.contents;

import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Reads one unpacked layer, which is in overlayfs' form. */
final class LayerWalk {
  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final byte[] YES = {'y'};

  /** Sees folders before what they hold. */
  interface Visitor {
    /**
     * @param path from the root of the image, without a slash in front
     * @param size in bytes; 0 for all but regular files, and for all names of a file but one
     * @param link target of a symbolic link; empty for all else
     */
    void file(String path, FileStat stat, long size, String link);

    /** The file of that path, or the whole tree, is not there any more. */
    void removed(String path);

    /** What layers below have in this folder is not there any more. */
    void emptied(String path);
  }

  private final Visitor visitor;
  private final Set<Long> linked = new HashSet<>();

  private LayerWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * @param diff the layer's folder
   */
  static void walk(Path diff, Visitor visitor) {
    try (Directory root = Directory.open(diff)) {
      new LayerWalk(visitor).folder(root, "");
    }
  }

  private void folder(Directory folder, String prefix) {
    for (Directory.Entry entry : folder.list()) {
      String name = entry.name();
      String path = prefix + name;
      FileStat stat = folder.stat(name);
      if (stat.isWhiteout()) {
        visitor.removed(path);
        continue;
      }
      if (stat.isDirectory()
          && folder.attribute(name, OPAQUE).filter(yes -> Arrays.equals(yes, YES)).isPresent()) {
        visitor.emptied(path);
      }
      String link = stat.type() == FileType.SYMLINK ? folder.readSymlink(name) : "";
      visitor.file(path, stat, size(stat), link);
      if (stat.isDirectory()) {
        try (Directory child = folder.child(name)) {
          folder(child, path + "/");
        }
      }
    }
  }

  private long size(FileStat stat) {
    boolean counts =
        stat.type() == FileType.REGULAR && (stat.links() == 1 || linked.add(stat.inode()));
    return counts ? stat.size() : 0;
  }
}
