package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.OpenFile;
import dev.jdock.linux.file.Transfer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes an overlay's upper directory as a layer's archive: entries in order of their names,
 * overlay marks as whiteouts, hard links kept. The root itself has no entry, so that a step which
 * changed nothing gives the empty archive.
 */
public final class LayerPacker {
  private static final String SELINUX = "security.selinux";
  private static final String REDIRECT = "trusted.overlay.redirect";
  private static final String METACOPY = "trusted.overlay.metacopy";

  private final OutputStream out;
  private final TarRecipe.@Nullable Writer recipe;
  private final BiPredicate<String, FileStat> leftOut;
  private final TarWriter tar;
  private final Transfer transfer = new Transfer();
  private final Map<Long, String> firstNames = new HashMap<>();
  private long size;

  private final @Nullable Instant newest;

  private LayerPacker(
      OutputStream out,
      TarRecipe.@Nullable Writer recipe,
      BiPredicate<String, FileStat> leftOut,
      @Nullable Instant newest) {
    this.newest = newest;
    this.out = out;
    this.recipe = recipe;
    this.leftOut = leftOut;
    this.tar = recipe == null ? new TarWriter(out) : new TarWriter(out, recipe);
  }

  /** Packs {@code diff/} without keeping the archive, and writes down how to make it again. */
  public static PackedLayer pack(LayerFiles layer) {
    return pack(layer, null);
  }

  /**
   * As {@link #pack(LayerFiles)}.
   *
   * @param newest files that were modified later get this time, in the directory too; null to leave
   *     all as they are
   */
  public static PackedLayer pack(LayerFiles layer, @Nullable Instant newest) {
    Digesting digesting = new Digesting();
    try (Directory root = Directory.open(layer.diff());
        TarRecipe.Writer recipe = new TarRecipe.Writer(layer.recipe())) {
      LayerPacker packer = new LayerPacker(digesting, recipe, (_, _) -> false, newest);
      packer.packDirectory(root, "");
      packer.tar.finish();
      Digest diffId = digesting.digest();
      return new PackedLayer(diffId, packer.size, digesting.count(), digesting.checksum().value());
    } catch (IOException e) {
      throw JdockException.internal("cannot pack " + layer.root().getFileName(), e);
    }
  }

  /**
   * Writes the archive of an upper directory that stays what it is.
   *
   * @param leftOut of paths in the layer
   */
  public static void write(Path upper, OutputStream out, BiPredicate<String, FileStat> leftOut)
      throws IOException {
    try (Directory root = Directory.open(upper)) {
      LayerPacker packer = new LayerPacker(out, null, leftOut, null);
      packer.packDirectory(root, "");
      packer.tar.finish();
    }
  }

  private void packDirectory(Directory directory, String prefix) throws IOException {
    List<Directory.Entry> entries = directory.list();
    entries.sort(Comparator.comparing(Directory.Entry::name));
    for (Directory.Entry entry : entries) {
      pack(directory, entry.name(), prefix + entry.name());
    }
  }

  private void pack(Directory directory, String name, String path) throws IOException {
    FileStat stat = stat(directory, name);
    if (stat.type() == FileType.SOCKET) {
      return; // no archive has them
    }
    if (leftOut.test(path, stat)) {
      return;
    }
    if (stat.isWhiteout()) {
      String folder = path.substring(0, path.length() - name.length());
      tar.header(whiteout(folder + Whiteouts.PREFIX + name));
      return;
    }
    String first = stat.links() > 1 ? firstNames.get(stat.inode()) : null;
    if (first != null && !stat.isDirectory()) {
      tar.header(entry(path, stat, true, 0, first, new TreeMap<>()));
      return;
    }
    if (stat.links() > 1 && !stat.isDirectory()) {
      firstNames.put(stat.inode(), path);
    }
    switch (stat.type()) {
      case DIRECTORY -> {
        try (Directory child = directory.child(name)) {
          SortedMap<String, byte[]> attributes = checked(path, child.attributes());
          tar.header(entry(path + "/", stat, false, 0, "", portable(attributes)));
          if (attributes.containsKey(Whiteouts.OVERLAY_OPAQUE)) {
            tar.header(whiteout(path + "/" + Whiteouts.OPAQUE));
          }
          packDirectory(child, path + "/");
        }
      }
      case REGULAR -> {
        try (Fd file = directory.openFile(name)) {
          SortedMap<String, byte[]> attributes = checked(path, OpenFile.attributes(file));
          tar.header(entry(path, stat, false, stat.size(), "", portable(attributes)));
          content(file, path, stat.size());
        }
      }
      case SYMLINK -> {
        String target = directory.readSymlink(name);
        SortedMap<String, byte[]> attributes = checked(path, directory.attributes(name));
        tar.header(entry(path, stat, false, 0, target, portable(attributes)));
        size += stat.size();
      }
      default -> {
        SortedMap<String, byte[]> attributes = checked(path, directory.attributes(name));
        tar.header(entry(path, stat, false, 0, "", portable(attributes)));
      }
    }
  }

  private static SortedMap<String, byte[]> checked(
      String path, SortedMap<String, byte[]> attributes) throws IOException {
    if (attributes.containsKey(REDIRECT) || attributes.containsKey(METACOPY)) {
      throw new IOException(path + " is mounted with redirect_dir or metacopy");
    }
    return attributes;
  }

  private FileStat stat(Directory directory, String name) {
    FileStat stat = directory.stat(name);
    if (newest == null
        || !Instant.ofEpochSecond(stat.mtimeSeconds(), stat.mtimeNanos()).isAfter(newest)) {
      return stat;
    }
    directory.setModified(name, newest.getEpochSecond(), newest.getNano());
    return directory.stat(name);
  }

  private void content(Fd file, String path, long length) throws IOException {
    if (length == 0) {
      return;
    }
    if (recipe != null) {
      int _ = recipe.content(path, length);
    }
    transfer.read(file, length, out);
    tar.pad(length);
    size += length;
  }

  private static TarEntry entry(
      String path,
      FileStat stat,
      boolean hardLink,
      long length,
      String target,
      SortedMap<String, byte[]> attributes) {
    return new TarEntry(
        path,
        stat.type(),
        hardLink,
        stat.mode(),
        stat.uid(),
        stat.gid(),
        length,
        stat.mtimeSeconds(),
        stat.mtimeNanos(),
        target,
        stat.rdevMajor(),
        stat.rdevMinor(),
        attributes);
  }

  private static TarEntry whiteout(String path) {
    return new TarEntry(path, FileType.REGULAR, false, 0, 0, 0, 0, 0, 0, "", 0, 0, new TreeMap<>());
  }

  /** Without what is of this machine only. */
  private static SortedMap<String, byte[]> portable(SortedMap<String, byte[]> attributes) {
    if (attributes.isEmpty()) {
      return attributes;
    }
    SortedMap<String, byte[]> kept = new TreeMap<>(attributes);
    kept.keySet().removeIf(name -> Whiteouts.isOverlayAttribute(name) || name.equals(SELINUX));
    return kept;
  }
}
