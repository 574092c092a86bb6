package dev.jdock.image.build.cache;

import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.build.files.Trees;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Feeds what a copy of a tree would depend on into a key: names, types, modes, owners where they
 * are copied, extended attributes, contents, but no times.
 */
public final class TreeDigest implements SourceTree.Visitor {
  private static final byte[] NONE = new byte[0];
  private static final int SHOWN_BYTES = 6;

  private final KeyHash hash;
  private final boolean ownersCount;
  private final String named;
  private final FileDigests.Reader files;

  private TreeDigest(KeyHash hash, boolean ownersCount, String named, FileDigests files) {
    this.hash = hash;
    this.ownersCount = ownersCount;
    this.named = named;
    this.files = ownersCount ? files.ofLayers() : files.ofContext();
  }

  public static void add(KeyHash hash, SourceTree tree, SourceTree.Match match, FileDigests files)
      throws IOException {
    hash.part("name of a source").add(FileNames.encode(Trees.nameOf(match.named())));
    hash.add(tree.stat(match).isDirectory() ? 1 : 0);
    tree.walk(match, new TreeDigest(hash, tree.ownersCount(), match.named(), files));
  }

  @Override
  public void enter(String path, Directory parent, String name, FileStat stat) {
    describe("folder ", path, stat, "");
    files.attributes(parent, name).forEach((attribute, value) -> hash.add(attribute).add(value));
  }

  @Override
  public void leave(String path, Directory parent, String name, FileStat stat) {
    hash.add("..");
  }

  @Override
  public void file(String path, Directory parent, String name, FileStat stat) throws IOException {
    byte[] content = stat.type() == FileType.REGULAR ? files.read(parent, name, stat) : NONE;
    describe("file ", path, stat, shown(content));
    switch (stat.type()) {
      case REGULAR -> hash.add(content);
      case SYMLINK -> hash.add(FileNames.encode(parent.readSymlink(name)));
      case CHARACTER_DEVICE, BLOCK_DEVICE -> hash.add(stat.rdevMajor()).add(stat.rdevMinor());
      case FIFO, SOCKET, DIRECTORY -> {
        // Described in full.
      }
    }
  }

  private static String shown(byte[] content) {
    return content.length == 0
        ? ""
        : " content=" + HexFormat.of().formatHex(content, 0, SHOWN_BYTES);
  }

  private void describe(String kind, String path, FileStat stat, String content) {
    if (hash.listed()) {
      String owner = ownersCount ? " owner=" + stat.uid() + ":" + stat.gid() : "";
      String type = stat.type().name().toLowerCase(Locale.ROOT);
      String mode = Integer.toOctalString(stat.mode());
      String place = Trees.withoutSlashes(named + "/" + path);
      hash.part(kind + place, "type=" + type + " mode=" + mode + owner + content);
    }
    hash.add(FileNames.encode(path)).add(stat.type().name());
    if (stat.type() != FileType.SYMLINK) {
      hash.add(stat.mode());
    }
    if (ownersCount) {
      hash.add(stat.uid()).add(stat.gid());
    }
  }
}
