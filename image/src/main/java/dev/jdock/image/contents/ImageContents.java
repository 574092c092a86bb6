package dev.jdock.image.contents;

import dev.jdock.image.contents.ImageDifference.FileChange;
import dev.jdock.image.contents.ImageDifference.Kind;
import dev.jdock.image.contents.ImageSizes.LayerSize;
import dev.jdock.image.contents.ImageSizes.Part;
import dev.jdock.image.contents.ImageSizes.Waste;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the unpacked layers of images, which are kept from being removed meanwhile. */
public final class ImageContents {
  /** A part of this much of the whole is shown. */
  private static final int SHARE = 100;

  private final ImageStore store;

  public ImageContents(ImageStore store) {
    this.store = store;
  }

  /** What made the image big, and what of it nobody sees. */
  public ImageSizes sizes(Image image) {
    try (LayerStore.Lease _ = store.keepLayers()) {
      List<Path> folders = folders(image);
      List<Waste> wasted = new ArrayList<>();
      long[] sizes = new long[folders.size()];
      long[] wastedSizes = new long[folders.size()];
      int[] files = new int[folders.size()];
      var tree =
          new MergedTree((path, lower, upper, removed) -> {
            if (lower.size() > 0) {
              wastedSizes[lower.layer()] += lower.size();
              wasted.add(
                  new Waste("/" + path, lower.size(), lower.layer() + 1, upper + 1, removed));
            }
          });
      for (int i = 0; i < folders.size(); i++) {
        int layer = i;
        tree.add(
            layer,
            visitor ->
                LayerWalk.walk(
                    folders.get(layer),
                    new Counting(visitor) {
                      @Override
                      void count(long size) {
                        sizes[layer] += size;
                        files[layer]++;
                      }
                    }));
      }
      List<LayerSize> layers = new ArrayList<>();
      List<String> origins = origins(image);
      for (int i = 0; i < sizes.length; i++) {
        layers.add(
            new LayerSize(
                i + 1, image.diffIds().get(i), origins.get(i), sizes[i], files[i], wastedSizes[i]));
      }
      wasted.sort(Comparator.comparingLong(Waste::size).reversed().thenComparing(Waste::path));
      return new ImageSizes(image.id(), layers, parts(tree.entries()), wasted);
    }
  }

  /** What made each layer, lowest first. */
  private static List<String> origins(Image image) {
    return image.historyOfLayers().stream()
        .filter(entry -> !entry.emptyLayer())
        .map(Image.History::createdBy)
        .toList();
  }

  private static List<Part> parts(Map<String, MergedTree.Entry> entries) {
    Map<String, Long> sizes = new TreeMap<>();
    sizes.put("/", 0L);
    entries.forEach((path, entry) -> {
      if (entry.size() > 0) {
        sizes.merge("/", entry.size(), Long::sum);
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
          sizes.merge("/" + path.substring(0, end), entry.size(), Long::sum);
        }
      }
    });
    long least = Math.max(1, sizes.getOrDefault("/", 0L) / SHARE);
    List<Part> parts = new ArrayList<>();
    sizes.forEach((path, size) -> {
      if (size >= least) {
        MergedTree.Entry entry = entries.get(path.substring(1));
        parts.add(new Part(path, entry == null || entry.stat().isDirectory(), size));
      }
    });
    return parts;
  }

  /** Files and settings that the second image has otherwise than the first. */
  public ImageDifference difference(Image from, Image to) {
    try (LayerStore.Lease _ = store.keepLayers()) {
      List<Path> before = folders(from);
      List<Path> after = folders(to);
      Map<String, MergedTree.Entry> old = merged(before);
      Map<String, MergedTree.Entry> now = merged(after);
      var paths = new TreeSet<>(old.keySet());
      paths.addAll(now.keySet());
      List<FileChange> files = new ArrayList<>();
      for (String path : paths) {
        MergedTree.Entry a = old.get(path);
        MergedTree.Entry b = now.get(path);
        if (a == null || b == null) {
          files.add(
              new FileChange(
                  a == null ? Kind.ADDED : Kind.REMOVED, "/" + path, size(a), size(b), List.of()));
          continue;
        }
        Path oldLayer = before.get(a.layer());
        Path newLayer = after.get(b.layer());
        List<String> what =
            oldLayer.equals(newLayer) ? List.of() : differences(path, oldLayer, a, newLayer, b);
        if (!what.isEmpty()) {
          files.add(new FileChange(Kind.CHANGED, "/" + path, size(a), size(b), what));
        }
      }
      return new ImageDifference(from.id(), to.id(), files, ConfigDifference.of(from, to));
    }
  }

  private static long size(MergedTree.@Nullable Entry entry) {
    return entry == null || entry.stat().type() != FileType.REGULAR ? 0 : entry.stat().size();
  }

  private static Map<String, MergedTree.Entry> merged(List<Path> folders) {
    var tree = new MergedTree((_, _, _, _) -> {});
    for (int i = 0; i < folders.size(); i++) {
      Path folder = folders.get(i);
      tree.add(i, visitor -> LayerWalk.walk(folder, visitor));
    }
    return tree.entries();
  }

  private static List<String> differences(
      String path, Path oldLayer, MergedTree.Entry old, Path newLayer, MergedTree.Entry now) {
    FileStat a = old.stat();
    FileStat b = now.stat();
    List<String> what = new ArrayList<>();
    boolean device = a.rdevMajor() != b.rdevMajor() || a.rdevMinor() != b.rdevMinor();
    if (a.type() != b.type() || device) {
      what.add("type");
    } else if (!old.link().equals(now.link())) {
      what.add("target");
    } else if (a.type() == FileType.REGULAR
        && (a.size() != b.size() || !sameContent(path, oldLayer, newLayer))) {
      what.add("content");
    }
    if (a.mode() != b.mode()) {
      what.add("mode");
    }
    if (a.uid() != b.uid() || a.gid() != b.gid()) {
      what.add("owner");
    }
    return what;
  }

  private static boolean sameContent(String path, Path oldLayer, Path newLayer) {
    try (Directory before = Directory.open(oldLayer);
        Directory after = Directory.open(newLayer);
        Fd old = before.openInRoot(path, 0);
        Fd now = after.openInRoot(path, 0)) {
      return Files.mismatch(old.procPath(), now.procPath()) < 0;
    } catch (IOException e) {
      throw JdockException.internal("cannot compare /" + path, e);
    }
  }

  /** Of the layers, lowest first. */
  private List<Path> folders(Image image) {
    return image.diffIds().stream()
        .map(id -> store.layers().lowerDirs(List.of(Digest.parse(id))).getFirst())
        .toList();
  }

  /** Passes on what it sees, and counts files. */
  private abstract static class Counting implements LayerWalk.Visitor {
    private final LayerWalk.Visitor next;

    Counting(LayerWalk.Visitor next) {
      this.next = next;
    }

    abstract void count(long size);

    @Override
    public void file(String path, FileStat stat, long size, String link) {
      count(size);
      next.file(path, stat, size, link);
    }

    @Override
    public void removed(String path) {
      next.removed(path);
    }

    @Override
    public void emptied(String path) {
      next.emptied(path);
    }
  }
}
