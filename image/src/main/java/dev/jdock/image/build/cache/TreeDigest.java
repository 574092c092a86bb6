package dev.jdock.image.build.cache;

import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.build.files.Trees;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;

/**
 * Feeds what a copy of a tree would depend on into a key: names, types, modes, owners where they
 * are copied, extended attributes, contents, but no times.
 */
public final class TreeDigest implements SourceTree.Visitor {
  private final KeyHash hash;
  private final boolean ownersCount;
  private final FileDigests.Reader files;

  private TreeDigest(KeyHash hash, boolean ownersCount, FileDigests files) {
    this.hash = hash;
    this.ownersCount = ownersCount;
    this.files = ownersCount ? files.ofLayers() : files.ofContext();
  }

  public static void add(
      KeyHash hash, SourceTree tree, SourceTree.Match match, FileDigests files)
      throws IOException {
    hash.add(FileNames.encode(Trees.nameOf(match.named())));
    hash.add(tree.stat(match).isDirectory() ? 1 : 0);
    tree.walk(match, new TreeDigest(hash, tree.ownersCount(), files));
  }

  @Override
  public void enter(String path, Directory parent, String name, FileStat stat) {
    describe(path, stat);
    files.attributes(parent, name).forEach((attribute, value) -> hash.add(attribute).add(value));
  }

  @Override
  public void leave(String path, Directory parent, String name, FileStat stat) {
    hash.add("..");
  }

  @Override
  public void file(String path, Directory parent, String name, FileStat stat) throws IOException {
    describe(path, stat);
    switch (stat.type()) {
      case REGULAR -> hash.add(files.read(parent, name, stat));
      case SYMLINK -> hash.add(FileNames.encode(parent.readSymlink(name)));
      case CHARACTER_DEVICE, BLOCK_DEVICE -> hash.add(stat.rdevMajor()).add(stat.rdevMinor());
      case FIFO, SOCKET, DIRECTORY -> {
        // Described in full.
      }
    }
  }

  private void describe(String path, FileStat stat) {
    hash.add(FileNames.encode(path)).add(stat.type().name());
    if (stat.type() != FileType.SYMLINK) {
      hash.add(stat.mode());
    }
    if (ownersCount) {
      hash.add(stat.uid()).add(stat.gid());
    }
  }
}
