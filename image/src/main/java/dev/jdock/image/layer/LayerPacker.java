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

  /** Gets what an archive consists of, in its order. */
  private sealed interface Sink {
    /** An entry that has no content. */
    void entry(TarEntry entry) throws IOException;

    void file(Directory directory, String name, String path, FileStat stat) throws IOException;
  }

  private final Sink sink;
  private final BiPredicate<String, FileStat> leftOut;
  private final Map<Long, String> firstNames = new HashMap<>();
  private final @Nullable Instant newest;

  private LayerPacker(Sink sink, BiPredicate<String, FileStat> leftOut, @Nullable Instant newest) {
    this.sink = sink;
    this.leftOut = leftOut;
    this.newest = newest;
  }

  /** Writes the archive. */
  private record Written(LayerArchive archive, Transfer transfer) implements Sink {
    @Override
    public void entry(TarEntry entry) throws IOException {
      archive.entry(entry);
    }

    @Override
    public void file(Directory directory, String name, String path, FileStat stat)
        throws IOException {
      try (Fd file = directory.openFile(name)) {
        archive.entry(described(path, stat, OpenFile.attributes(file)));
        transfer.read(file, stat.size(), archive.content());
        archive.contentEnds();
      }
    }
  }

  /** Reads no file. */
  private record Summed(EntrySum sum) implements Sink {
    @Override
    public void entry(TarEntry entry) {
      sum.add(entry);
    }

    @Override
    public void file(Directory directory, String name, String path, FileStat stat) {
      sum.add(TarEntry.of(path, stat, new TreeMap<>()));
    }
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
      var archive = new LayerArchive(digesting, recipe);
      Sink sink = new Written(archive, new Transfer());
      new LayerPacker(sink, (_, _) -> false, newest).packDirectory(root, "");
      archive.finish();
      Digest diffId = digesting.digest();
      return new PackedLayer(
          diffId, archive.size(), digesting.count(), digesting.checksum().value());
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
      var archive = new LayerArchive(out, null);
      new LayerPacker(new Written(archive, new Transfer()), leftOut, null).packDirectory(root, "");
      archive.finish();
    }
  }

  /** What {@link #pack} would say of all entries. */
  static EntrySum sum(LayerFiles layer) throws IOException {
    var sum = new EntrySum();
    try (Directory root = Directory.open(layer.diff())) {
      new LayerPacker(new Summed(sum), (_, _) -> false, null).packDirectory(root, "");
    }
    return sum;
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
      sink.entry(whiteout(folder + Whiteouts.PREFIX + name));
      return;
    }
    if (stat.links() > 1 && !stat.isDirectory()) {
      String first = firstNames.putIfAbsent(stat.inode(), path);
      if (first != null) {
        sink.entry(TarEntry.hardLink(path, stat, first));
        return;
      }
    }
    switch (stat.type()) {
      case DIRECTORY -> {
        try (Directory child = directory.child(name)) {
          SortedMap<String, byte[]> attributes = child.attributes();
          sink.entry(described(path + "/", stat, attributes));
          if (attributes.containsKey(Whiteouts.OVERLAY_OPAQUE)) {
            sink.entry(whiteout(path + "/" + Whiteouts.OPAQUE));
          }
          packDirectory(child, path + "/");
        }
      }
      case REGULAR -> sink.file(directory, name, path, stat);
      case SYMLINK -> {
        String target = directory.readSymlink(name);
        SortedMap<String, byte[]> attributes = checked(path, directory.attributes(name));
        sink.entry(TarEntry.symbolicLink(path, stat, target, portable(attributes)));
      }
      default -> sink.entry(described(path, stat, directory.attributes(name)));
    }
  }

  private static TarEntry described(
      String path, FileStat stat, SortedMap<String, byte[]> attributes) throws IOException {
    return TarEntry.of(path, stat, portable(checked(path, attributes)));
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

  private static TarEntry whiteout(String path) {
    return new TarEntry(path, FileType.REGULAR, false, 0, 0, 0, 0, 0, 0, "", 0, 0, new TreeMap<>());
  }

  /** Without what is of this machine only. */
  static SortedMap<String, byte[]> portable(SortedMap<String, byte[]> attributes) {
    if (attributes.isEmpty()) {
      return attributes;
    }
    SortedMap<String, byte[]> kept = new TreeMap<>(attributes);
    kept.keySet().removeIf(name -> Whiteouts.isOverlayAttribute(name) || name.equals(SELINUX));
    return kept;
  }
}
