package dev.jdock.image.contents;

import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The files of an image: its layers, one above the other. */
final class MergedTree {

  /**
   * @param size in bytes; 0 for all but regular files, and for all names of a file but one
   * @param layer index of the layer that has it, 0 being the lowest
   */
  record Entry(FileStat stat, long size, String link, int layer) {}

  /** Hears of what a layer covers or removes. */
  interface Covered {
    void covered(String path, Entry lower, int upper, boolean removed);
  }

  /** A file with several names. */
  private record Linked(int layer, long inode) {}

  private final NavigableMap<String, Entry> entries = new TreeMap<>();
  private final Map<Linked, List<String>> names = new HashMap<>();
  private final Covered covered;

  MergedTree(Covered covered) {
    this.covered = covered;
  }

  /** By their paths from the root, without a slash in front. */
  Map<String, Entry> entries() {
    return entries;
  }

  /** Puts a layer on top of those that are there. */
  void add(int layer, LayerSource source) {
    source.read(
        new LayerWalk.Visitor() {
          @Override
          public void file(String path, FileStat stat, long size, String link) {
            Entry old = entries.get(path);
            if (old != null && old.layer() < layer) {
              drop(path, old, layer, false);
              if (old.stat().isDirectory() && !stat.isDirectory()) {
                removeBelow(path, layer);
              }
            }
            entries.put(path, new Entry(stat, size, link, layer));
            if (stat.links() > 1 && stat.type() == FileType.REGULAR) {
              names
                  .computeIfAbsent(new Linked(layer, stat.inode()), _ -> new ArrayList<>())
                  .add(path);
            }
          }

          @Override
          public void removed(String path) {
            removeBelow(path, layer);
            Entry old = entries.remove(path);
            if (old != null) {
              drop(path, old, layer, true);
            }
          }

          @Override
          public void emptied(String path) {
            removeBelow(path, layer);
          }
        });
  }

  private void removeBelow(String path, int layer) {
    // No path with this prefix sorts behind the character that follows the slash. Keys are copied,
    // because removals change the entries that a map has handed out.
    for (String below : List.copyOf(entries.subMap(path + "/", true, path + "0", false).keySet())) {
      Entry old = entries.get(below);
      if (old != null && old.layer() < layer) {
        entries.remove(below);
        drop(below, old, layer, true);
      }
    }
  }

  /** A file with another name that is still there is not covered: that name takes its size over. */
  private void drop(String path, Entry old, int upper, boolean removed) {
    Entry gone = old;
    if (old.size() > 0 && old.stat().links() > 1) {
      for (String other :
          names.getOrDefault(new Linked(old.layer(), old.stat().inode()), List.of())) {
        Entry heir = entries.get(other);
        if (!other.equals(path)
            && heir != null
            && heir.layer() == old.layer()
            && heir.stat().inode() == old.stat().inode()) {
          entries.put(other, new Entry(heir.stat(), old.size(), heir.link(), heir.layer()));
          gone = new Entry(old.stat(), 0, old.link(), old.layer());
          break;
        }
      }
    }
    covered.covered(path, gone, upper, removed);
  }

  /** A layer that can be read. */
  @FunctionalInterface
  interface LayerSource {
    void read(LayerWalk.Visitor visitor);
  }
}
