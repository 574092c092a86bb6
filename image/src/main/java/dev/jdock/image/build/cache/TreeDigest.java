package dev.jdock.image.build.cache;

import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.build.files.Trees;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Feeds what a copy of a tree would depend on into a key: names, types, modes, owners where they
 * are copied, contents, but no times.
 */
public final class TreeDigest implements SourceTree.Visitor {
  private final KeyHash hash;
  private final boolean ownersCount;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

  TreeDigest(KeyHash hash, boolean ownersCount) {
    this.hash = hash;
    this.ownersCount = ownersCount;
  }

  public static void add(KeyHash hash, SourceTree tree, SourceTree.Match match) throws IOException {
    hash.add(Trees.nameOf(match.named()));
    hash.add(tree.stat(match).isDirectory() ? 1 : 0);
    tree.walk(match, new TreeDigest(hash, tree.ownersCount()));
  }

  @Override
  public void enter(String path, Directory parent, String name, FileStat stat) {
    describe(path, parent, name, stat);
  }

  @Override
  public void leave(String path, Directory parent, String name, FileStat stat) {
    hash.add("..");
  }

  @Override
  public void file(String path, Directory parent, String name, FileStat stat) throws IOException {
    describe(path, parent, name, stat);
    switch (stat.type()) {
      case REGULAR -> content(parent, name);
      case SYMLINK -> hash.add(parent.readSymlink(name));
      case CHARACTER_DEVICE, BLOCK_DEVICE -> hash.add(stat.rdevMajor()).add(stat.rdevMinor());
      case FIFO, SOCKET, DIRECTORY -> {
        // Described in full.
      }
    }
  }

  private void describe(String path, Directory parent, String name, FileStat stat) {
    hash.add(path).add(stat.type().name());
    if (stat.type() != FileType.SYMLINK) {
      hash.add(stat.mode());
    }
    if (ownersCount) {
      hash.add(stat.uid()).add(stat.gid());
      parent.attributes(name).forEach((attribute, value) -> hash.add(attribute).add(value));
    }
  }

  private void content(Directory parent, String name) throws IOException {
    long length = 0;
    try (Fd file = parent.openFile(name);
        FileChannel channel = FileChannel.open(file.procPath(), StandardOpenOption.READ)) {
      while (channel.read(buffer.clear()) >= 0) {
        length += buffer.position();
        hash.update(buffer.flip());
      }
    }
    hash.add(length);
  }
}
