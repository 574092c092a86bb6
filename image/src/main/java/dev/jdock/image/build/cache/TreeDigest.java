package dev.jdock.image.build.cache;

import dev.jdock.image.build.files.Sightings;
import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.build.files.Trees;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Sightings sightings;

  private TreeDigest(
      KeyHash hash,
      boolean ownersCount,
      String named,
      FileDigests files,
      @Nullable Sightings sightings) {
    this.sightings = sightings;
    this.hash = hash;
    this.ownersCount = ownersCount;
    this.named = named;
    this.files = ownersCount ? files.ofLayers() : files.ofContext();
  }

  public static void add(KeyHash hash, SourceTree tree, SourceTree.Match match, FileDigests files)
      throws IOException {
    feed(hash, tree, match, files, null);
  }

  /**
   * As {@link #add(KeyHash, SourceTree, SourceTree.Match, FileDigests)}, of files that may change.
   *
   * @param sightings takes down what stat(2) told of each file before it was read
   */
  public static void add(
      KeyHash hash, SourceTree tree, SourceTree.Match match, FileDigests files, Sightings sightings)
      throws IOException {
    sightings.begin(tree, match);
    feed(hash, tree, match, files, sightings);
  }

  private static void feed(
      KeyHash hash,
      SourceTree tree,
      SourceTree.Match match,
      FileDigests files,
      @Nullable Sightings sightings)
      throws IOException {
    hash.part("name of a source").add(FileNames.encode(Trees.nameOf(match.named())));
    hash.add(tree.stat(match).isDirectory() ? 1 : 0);
    tree.walk(match, new TreeDigest(hash, tree.ownersCount(), match.named(), files, sightings));
  }

  @Override
  public void enter(String path, Directory parent, String name, FileStat stat) {
    if (sightings != null) {
      sightings.enter(path, parent, name, stat);
    }
    describe("folder ", path, stat, "");
    files.attributes(parent, name).forEach((attribute, value) -> hash.add(attribute).add(value));
  }

  @Override
  public void leave(String path, Directory parent, String name, FileStat stat) {
    if (sightings != null) {
      sightings.leave(path, parent, name, stat);
    }
    hash.add("..");
  }

  @Override
  public void file(String path, Directory parent, String name, FileStat stat) throws IOException {
    if (sightings != null) {
      sightings.file(path, parent, name, stat);
    }
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
